#compdef swuv
# Completions of swuv for zsh; made by `swuv completions zsh`.

_swuv_help() {
    _arguments -s -S -C \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:command: '
}

_swuv_completions() {
    _arguments -s -S -C \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:shell:(bash zsh fish)'
}

_swuv_cache_size() {
    _arguments -s -S -C \
        '--human[In KiB, MiB and so on]' \
        '-H[In KiB, MiB and so on]' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_cache_prune() {
    _arguments -s -S -C \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_cache_clean() {
    _arguments -s -S -C \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:package: '
}

_swuv_cache_dir() {
    _arguments -s -S -C \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_cache() {
    local curcontext="$curcontext" state line
    local -a commands
    commands=(
        'dir:Show where the cache is'
        'clean:Remove everything from the cache, or what belongs to some packages'
        'prune:Remove what no command needs any more'
        'size:Show how large the cache is'
    )
    _arguments -s -S -C \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:command:->command' \
        '*::argument:->argument'
    case $state in
        command) _describe command commands ;;
        argument)
            case $line[1] in
                dir) _swuv_cache_dir ;;
                clean) _swuv_cache_clean ;;
                prune) _swuv_cache_prune ;;
                size) _swuv_cache_size ;;
            esac ;;
    esac
}

_swuv_variants_make() {
    _arguments -s -S -C \
        '--label=[The new variant'\''s label (by default the one that the metadata has for these properties, or a digest of them)]:label: ' \
        '*--property=[What the wheel was built for\: `nvidia \:\: cuda_version_lower_bound \:\: 12.0`; none for `null`]:property: ' \
        '--metadata=[Providers, their order, and perhaps labels\: the `\[variant\]` of a `pyproject.toml`, or JSON (by default the providers that swuv knows)]:file:_files' \
        '--output-dir=[Where the new wheel goes (by default beside the old one)]:dir:_files -/' \
        '-o+[Where the new wheel goes (by default beside the old one)]:dir:_files -/' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:wheel:_files'
}

_swuv_variants_index() {
    _arguments -s -S -C \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:dir:_files -/'
}

_swuv_variants_check() {
    _arguments -s -S -C \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:file:_files'
}

_swuv_variants_intersect() {
    _arguments -s -S -C \
        '--output=[Write the result to this file]:file:_files' \
        '-o+[Write the result to this file]:file:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:profile:_files'
}

_swuv_variants_explain() {
    _arguments -s -S -C \
        '--system[Use the first Python of the PATH, not a virtual environment]' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '--python-version=[The Python version that the packages must work with (`3.9` means `3.9.0`)]:python_version: ' \
        '--python-platform=[The platform that the packages must work on\: `linux`, `macos`, `windows`, `x86_64-unknown-linux-gnu`, `aarch64-manylinux_2_28`, …]:python_platform: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:requirement: '
}

_swuv_variants_detect() {
    _arguments -s -S -C \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_variants() {
    local curcontext="$curcontext" state line
    local -a commands
    commands=(
        'detect:Show what this computer has, and where it was found'
        'explain:Show which build of a package is taken here, and why'
        'intersect:Make the host profile that is safe on all hosts of some'
        'check:Find everything that is wrong with variant wheels and their metadata'
        'index:Make a directory of wheels an index, with the metadata of its variants'
        'make:Turn a wheel into a variant wheel'
    )
    _arguments -s -S -C \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:command:->command' \
        '*::argument:->argument'
    case $state in
        command) _describe command commands ;;
        argument)
            case $line[1] in
                detect) _swuv_variants_detect ;;
                explain) _swuv_variants_explain ;;
                intersect) _swuv_variants_intersect ;;
                check) _swuv_variants_check ;;
                index) _swuv_variants_index ;;
                make) _swuv_variants_make ;;
            esac ;;
    esac
}

_swuv_venv() {
    _arguments -s -S -C \
        '--prompt=[The name that the shell'\''s prompt shows]:prompt: ' \
        '--seed[Install pip into it]' \
        '--clear[Remove what is at the path first]' \
        '-c[Remove what is at the path first]' \
        '--allow-existing[Write into a directory that is there, and keep what it holds]' \
        '--system-site-packages[Let it see the packages of the interpreter it is made from]' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:path:_files -/'
}

_swuv_compile() {
    _arguments -s -S -C \
        '*--constraints=[A requirements file that narrows versions without asking for the packages]:constraints:_files' \
        '*-c+[A requirements file that narrows versions without asking for the packages]:constraints:_files' \
        '*--overrides=[A requirements file that replaces what any package requires of the same names]:overrides:_files' \
        '*--extra=[Include this extra of the given `pyproject.toml`]:extra: ' \
        '--all-extras[Include every extra of the given `pyproject.toml`]' \
        '*--group=[Include this dependency group of the `pyproject.toml` here; `PATH\:GROUP` for that of another]:group: ' \
        '--no-deps[Leave out the dependencies of packages]' \
        '--output-file=[Write the result here too; the pins of an existing file are kept where they still fit]:output_file:_files' \
        '-o+[Write the result here too; the pins of an existing file are kept where they still fit]:output_file:_files' \
        '--universal[Make one result that holds on every platform and Python]' \
        '--generate-hashes[Write the hashes of every archive of each release]' \
        '--no-header[Leave out the comment at the top]' \
        '--no-annotate[Leave out the `# via` comments]' \
        '--annotation-style=[Where `# via` comments stand\: behind the pin or below it (the default)]:annotation_style:(line split)' \
        '--no-strip-extras[Write the extras of each pin]' \
        '--no-strip-markers[Write the markers of each pin]' \
        '--emit-index-url[Write `--index-url` and `--extra-index-url` lines]' \
        '--emit-find-links[Write `--find-links` lines]' \
        '*--no-emit-package=[Leave this package out of the result, but not its dependencies]:no_emit_package: ' \
        '--custom-compile-command=[The command that the comment at the top names]:custom_compile_command: ' \
        '--system[Use the first Python of the PATH, not a virtual environment]' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '--python-version=[The Python version that the packages must work with (`3.9` means `3.9.0`)]:python_version: ' \
        '--python-platform=[The platform that the packages must work on\: `linux`, `macos`, `windows`, `x86_64-unknown-linux-gnu`, `aarch64-manylinux_2_28`, …]:python_platform: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--upgrade[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '-U[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '*--upgrade-package=[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '*-P+[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '--resolution=[Which of the versions that fit to prefer]:resolution:(highest lowest lowest-direct)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--no-build-isolation[Build in the environment itself, which must hold what builds need]' \
        '*--no-build-isolation-package=[The same for this package only]:no_build_isolation_package: ' \
        '*--build-constraints=[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*-b+[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*--config-setting=[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*-C+[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*--config-settings-package=[A setting for the build backend of this package; it counts before `--config-setting`]:package:key=value: ' \
        '*--export-host-properties=[Tell builds of this package, or of `\:all\:`, for which GPUs of `--variant-profile` to compile]:package: ' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:src_file:_files'
}

_swuv_check() {
    _arguments -s -S -C \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--system[Use the first Python of the PATH, not a virtual environment]' \
        '--target=[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '-t+[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '--prefix=[Work on `lib`, `bin` and so on below this directory, as if an environment were there]:prefix:_files -/' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_show() {
    _arguments -s -S -C \
        '--files[List the files of each package]' \
        '-f[List the files of each package]' \
        '--strict[Check the environment afterwards, and warn of what does not fit]' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--system[Use the first Python of the PATH, not a virtual environment]' \
        '--target=[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '-t+[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '--prefix=[Work on `lib`, `bin` and so on below this directory, as if an environment were there]:prefix:_files -/' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:package: '
}

_swuv_freeze() {
    _arguments -s -S -C \
        '--exclude-editable[Leave out packages that are installed in place]' \
        '*--exclude=[Leave out this package]:exclude: ' \
        '--strict[Check the environment afterwards, and warn of what does not fit]' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--system[Use the first Python of the PATH, not a virtual environment]' \
        '--target=[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '-t+[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '--prefix=[Work on `lib`, `bin` and so on below this directory, as if an environment were there]:prefix:_files -/' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_list() {
    _arguments -s -S -C \
        '--editable[Only packages that are installed in place]' \
        '-e[Only packages that are installed in place]' \
        '--exclude-editable[Leave out packages that are installed in place]' \
        '*--exclude=[Leave out this package]:exclude: ' \
        '--format=[The form of the list (by default\: columns)]:format:(columns freeze json)' \
        '--strict[Check the environment afterwards, and warn of what does not fit]' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--system[Use the first Python of the PATH, not a virtual environment]' \
        '--target=[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '-t+[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '--prefix=[Work on `lib`, `bin` and so on below this directory, as if an environment were there]:prefix:_files -/' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_uninstall() {
    _arguments -s -S -C \
        '*--requirements=[A requirements file, `pyproject.toml`, or `-` for standard input]:requirements:_files' \
        '*-r+[A requirements file, `pyproject.toml`, or `-` for standard input]:requirements:_files' \
        '--system[Use the first Python of the PATH, not a virtual environment]' \
        '--break-system-packages[Change a Python installation that something else manages (`EXTERNALLY-MANAGED`)]' \
        '--target=[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '-t+[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '--prefix=[Work on `lib`, `bin` and so on below this directory, as if an environment were there]:prefix:_files -/' \
        '--dry-run[Say what would change, and change nothing]' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:package: '
}

_swuv_install() {
    _arguments -s -S -C \
        '*--requirements=[A requirements file, `pyproject.toml`, or `-` for standard input]:requirements:_files' \
        '*-r+[A requirements file, `pyproject.toml`, or `-` for standard input]:requirements:_files' \
        '*--editable=[A project directory to install in place]:editable:_files -/' \
        '*-e+[A project directory to install in place]:editable:_files -/' \
        '*--constraints=[A requirements file that narrows versions without asking for the packages]:constraints:_files' \
        '*-c+[A requirements file that narrows versions without asking for the packages]:constraints:_files' \
        '*--overrides=[A requirements file that replaces what any package requires of the same names]:overrides:_files' \
        '*--extra=[Include this extra of the given `pyproject.toml`]:extra: ' \
        '--all-extras[Include every extra of the given `pyproject.toml`]' \
        '*--group=[Include this dependency group of the `pyproject.toml` here; `PATH\:GROUP` for that of another]:group: ' \
        '--no-deps[Leave out the dependencies of packages]' \
        '--require-hashes[Demand a pin and a hash of every requirement]' \
        '--system[Use the first Python of the PATH, not a virtual environment]' \
        '--break-system-packages[Change a Python installation that something else manages (`EXTERNALLY-MANAGED`)]' \
        '--target=[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '-t+[Work on this directory, with packages at its top level, instead of an environment]:target:_files -/' \
        '--prefix=[Work on `lib`, `bin` and so on below this directory, as if an environment were there]:prefix:_files -/' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '--python-version=[The Python version that the packages must work with (`3.9` means `3.9.0`)]:python_version: ' \
        '--python-platform=[The platform that the packages must work on\: `linux`, `macos`, `windows`, `x86_64-unknown-linux-gnu`, `aarch64-manylinux_2_28`, …]:python_platform: ' \
        '--strict[Check the environment afterwards, and warn of what does not fit]' \
        '--dry-run[Say what would change, and change nothing]' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--upgrade[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '-U[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '*--upgrade-package=[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '*-P+[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '--resolution=[Which of the versions that fit to prefer]:resolution:(highest lowest lowest-direct)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--reinstall[Install every package anew although it is there; implies `--refresh`]' \
        '*--reinstall-package=[Install this package anew; implies `--refresh-package`]:reinstall_package: ' \
        '--link-mode=[How files come from the cache into the environment (by default\: hard links, copies where they fail)]:link_mode:(clone copy hardlink symlink)' \
        '--compile-bytecode[Compile the installed Python files to bytecode]' \
        '--no-build-isolation[Build in the environment itself, which must hold what builds need]' \
        '*--no-build-isolation-package=[The same for this package only]:no_build_isolation_package: ' \
        '*--build-constraints=[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*-b+[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*--config-setting=[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*-C+[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*--config-settings-package=[A setting for the build backend of this package; it counts before `--config-setting`]:package:key=value: ' \
        '*--export-host-properties=[Tell builds of this package, or of `\:all\:`, for which GPUs of `--variant-profile` to compile]:package: ' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:package: '
}

_swuv_export() {
    _arguments -s -S -C \
        '--format=[The form of the result (by default what the name of the output says, else requirements.txt)]:format:(requirements.txt requirements-txt pylock.toml pylock)' \
        '--output-file=[Write the result to this file]:output_file:_files' \
        '-o+[Write the result to this file]:output_file:_files' \
        '--no-hashes[Leave out the hashes of a requirements file]' \
        '--no-header[Leave out the comment at the top]' \
        '--no-annotate[Leave out the `# via` comments]' \
        '--no-editable[Install members as copies and not in place]' \
        '--no-emit-project[Leave out the project itself, but not what it needs]' \
        '--no-emit-workspace[Leave out all members of the workspace, but not what they need]' \
        '*--no-emit-package=[Leave this package out of the result, but not its dependencies]:no_emit_package: ' \
        '*--prune=[Leave out this package and what only it needs]:prune: ' \
        '--emit-index-url[Write `--index-url` and `--extra-index-url` lines]' \
        '--emit-find-links[Write `--find-links` lines]' \
        '--script=[Work on this script, whose metadata is in a comment (PEP 723), and not on a project]:script:_files' \
        '--forget[Forget the remembered extras, groups and variants, and choose anew]' \
        '--project=[Work on the project in this directory (by default\: the nearest one here or above)]:project:_files -/' \
        '*--extra=[Include this extra of the project; remembered until the next choice]:extra: ' \
        '--all-extras[Include every extra of the project]' \
        '*--no-extra=[Leave out this extra]:no_extra: ' \
        '*--group=[Include this dependency group; remembered until the next choice]:group: ' \
        '*--only-group=[Only this dependency group, without the project itself]:only_group: ' \
        '*--no-group=[Leave out this dependency group]:no_group: ' \
        '--all-groups[Include every dependency group]' \
        '--no-default-groups[Leave out the groups that are in force by default]' \
        '--no-dev[Leave out the group `dev`]' \
        '--only-dev[Only the group `dev`]' \
        '*--package=[Work on this member of the workspace]:package: ' \
        '--all-packages[Work on all members of the workspace]' \
        '--locked[Fail when the lock does not fit the project any more]' \
        '--frozen[Use the lock as it is, without a look at whether it fits]' \
        '--no-sources[Leave out `sources` of the project\: everything comes from the indexes]' \
        '*--no-sources-package=[The same for this package only]:no_sources_package: ' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--upgrade[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '-U[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '*--upgrade-package=[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '*-P+[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '--resolution=[Which of the versions that fit to prefer]:resolution:(highest lowest lowest-direct)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--no-build-isolation[Build in the environment itself, which must hold what builds need]' \
        '*--no-build-isolation-package=[The same for this package only]:no_build_isolation_package: ' \
        '*--build-constraints=[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*-b+[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*--config-setting=[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*-C+[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*--config-settings-package=[A setting for the build backend of this package; it counts before `--config-setting`]:package:key=value: ' \
        '*--export-host-properties=[Tell builds of this package, or of `\:all\:`, for which GPUs of `--variant-profile` to compile]:package: ' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_tree() {
    _arguments -s -S -C \
        '--depth=[Show no more than so many levels below the top]:depth: ' \
        '-d+[Show no more than so many levels below the top]:depth: ' \
        '*--prune=[Leave out this package and what only it needs]:prune: ' \
        '*--package=[Show this package instead of the project]:package: ' \
        '--no-dedupe[Show what a package needs each time it comes up]' \
        '--invert[Show who needs each package, not what it needs]' \
        '--outdated[Ask the indexes, and show the newest version of each package that has a newer one]' \
        '--universal[Show all of the lock\: every Python, platform, extra, group and variant]' \
        '--all-variants[Show every variant, not only those that this host takes]' \
        '--for-host=[Another name of `--variant-profile`]:file:_files' \
        '*--extra=[Include this extra of the project; remembered until the next choice]:extra: ' \
        '--all-extras[Include every extra of the project]' \
        '*--no-extra=[Leave out this extra]:no_extra: ' \
        '*--group=[Include this dependency group; remembered until the next choice]:group: ' \
        '*--only-group=[Only this dependency group, without the project itself]:only_group: ' \
        '*--no-group=[Leave out this dependency group]:no_group: ' \
        '--all-groups[Include every dependency group]' \
        '--no-default-groups[Leave out the groups that are in force by default]' \
        '--no-dev[Leave out the group `dev`]' \
        '--only-dev[Only the group `dev`]' \
        '--forget[Forget the remembered extras, groups and variants, and choose anew]' \
        '--locked[Fail when the lock does not fit the project any more]' \
        '--frozen[Use the lock as it is, without a look at whether it fits]' \
        '--no-sources[Leave out `sources` of the project\: everything comes from the indexes]' \
        '*--no-sources-package=[The same for this package only]:no_sources_package: ' \
        '--script=[Work on this script, whose metadata is in a comment (PEP 723), and not on a project]:script:_files' \
        '--project=[Work on the project in this directory (by default\: the nearest one here or above)]:project:_files -/' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--upgrade[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '-U[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '*--upgrade-package=[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '*-P+[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '--resolution=[Which of the versions that fit to prefer]:resolution:(highest lowest lowest-direct)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--no-build-isolation[Build in the environment itself, which must hold what builds need]' \
        '*--no-build-isolation-package=[The same for this package only]:no_build_isolation_package: ' \
        '*--build-constraints=[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*-b+[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*--config-setting=[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*-C+[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*--config-settings-package=[A setting for the build backend of this package; it counts before `--config-setting`]:package:key=value: ' \
        '*--export-host-properties=[Tell builds of this package, or of `\:all\:`, for which GPUs of `--variant-profile` to compile]:package: ' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_run() {
    _arguments -s -S -C \
        '--module[Run a Python module, as `python -m`]' \
        '-m[Run a Python module, as `python -m`]' \
        '--script[Run a Python script, whatever its name is]' \
        '-s[Run a Python script, whatever its name is]' \
        '*--with=[Run with these packages too, in an environment on top]:with: ' \
        '*-w+[Run with these packages too, in an environment on top]:with: ' \
        '*--with-editable=[Run with this project too, in place]:with_editable:_files -/' \
        '*--with-requirements=[Run with the packages of this requirements file too]:with_requirements:_files' \
        '--isolated[Run in an environment that holds nothing but what is asked for]' \
        '*--env-file=[Read environment variables from this file; those that are set stay as they are]:env_file:_files' \
        '--no-env-file[Read no file of environment variables]' \
        '--no-project[Look for no project; run in the environment that is active or near]' \
        '--no-sync[Leave the environment as it is]' \
        '*--extra=[Include this extra of the project; remembered until the next choice]:extra: ' \
        '--all-extras[Include every extra of the project]' \
        '*--no-extra=[Leave out this extra]:no_extra: ' \
        '*--group=[Include this dependency group; remembered until the next choice]:group: ' \
        '*--only-group=[Only this dependency group, without the project itself]:only_group: ' \
        '*--no-group=[Leave out this dependency group]:no_group: ' \
        '--all-groups[Include every dependency group]' \
        '--no-default-groups[Leave out the groups that are in force by default]' \
        '--no-dev[Leave out the group `dev`]' \
        '--only-dev[Only the group `dev`]' \
        '*--package=[Work on this member of the workspace]:package: ' \
        '--all-packages[Work on all members of the workspace]' \
        '--no-install-project[Install the dependencies without the project itself]' \
        '--no-install-workspace[Install no member of the workspace, only what they need]' \
        '*--no-install-package=[Do not install this package]:no_install_package: ' \
        '--no-editable[Install members as copies and not in place]' \
        '--active[Work on the active virtual environment and not on the project'\''s own]' \
        '--exact[Remove packages that the lock does not name]' \
        '--inexact[Leave packages that the lock does not name]' \
        '--locked[Fail when the lock does not fit the project any more]' \
        '--frozen[Use the lock as it is, without a look at whether it fits]' \
        '--no-sources[Leave out `sources` of the project\: everything comes from the indexes]' \
        '*--no-sources-package=[The same for this package only]:no_sources_package: ' \
        '--project=[Work on the project in this directory (by default\: the nearest one here or above)]:project:_files -/' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--upgrade[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '-U[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '*--upgrade-package=[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '*-P+[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '--resolution=[Which of the versions that fit to prefer]:resolution:(highest lowest lowest-direct)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--no-build-isolation[Build in the environment itself, which must hold what builds need]' \
        '*--no-build-isolation-package=[The same for this package only]:no_build_isolation_package: ' \
        '*--build-constraints=[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*-b+[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*--config-setting=[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*-C+[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*--config-settings-package=[A setting for the build backend of this package; it counts before `--config-setting`]:package:key=value: ' \
        '*--export-host-properties=[Tell builds of this package, or of `\:all\:`, for which GPUs of `--variant-profile` to compile]:package: ' \
        '--reinstall[Install every package anew although it is there; implies `--refresh`]' \
        '*--reinstall-package=[Install this package anew; implies `--refresh-package`]:reinstall_package: ' \
        '--link-mode=[How files come from the cache into the environment (by default\: hard links, copies where they fail)]:link_mode:(clone copy hardlink symlink)' \
        '--compile-bytecode[Compile the installed Python files to bytecode]' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:command: '
}

_swuv_sync() {
    _arguments -s -S -C \
        '*--extra=[Include this extra of the project; remembered until the next choice]:extra: ' \
        '--all-extras[Include every extra of the project]' \
        '*--no-extra=[Leave out this extra]:no_extra: ' \
        '*--group=[Include this dependency group; remembered until the next choice]:group: ' \
        '*--only-group=[Only this dependency group, without the project itself]:only_group: ' \
        '*--no-group=[Leave out this dependency group]:no_group: ' \
        '--all-groups[Include every dependency group]' \
        '--no-default-groups[Leave out the groups that are in force by default]' \
        '--no-dev[Leave out the group `dev`]' \
        '--only-dev[Only the group `dev`]' \
        '*--package=[Work on this member of the workspace]:package: ' \
        '--all-packages[Work on all members of the workspace]' \
        '--forget[Forget the remembered extras, groups and variants, and choose anew]' \
        '--no-remember[Do not remember the extras, groups and variants given here]' \
        '--no-install-project[Install the dependencies without the project itself]' \
        '--no-install-workspace[Install no member of the workspace, only what they need]' \
        '*--no-install-package=[Do not install this package]:no_install_package: ' \
        '--no-editable[Install members as copies and not in place]' \
        '--active[Work on the active virtual environment and not on the project'\''s own]' \
        '--exact[Remove packages that the lock does not name]' \
        '--inexact[Leave packages that the lock does not name]' \
        '--locked[Fail when the lock does not fit the project any more]' \
        '--frozen[Use the lock as it is, without a look at whether it fits]' \
        '--no-sources[Leave out `sources` of the project\: everything comes from the indexes]' \
        '*--no-sources-package=[The same for this package only]:no_sources_package: ' \
        '--check[Say whether everything is up to date, change nothing]' \
        '--dry-run[Say what would change, and change nothing]' \
        '--script=[Work on this script, whose metadata is in a comment (PEP 723), and not on a project]:script:_files' \
        '--project=[Work on the project in this directory (by default\: the nearest one here or above)]:project:_files -/' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--upgrade[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '-U[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '*--upgrade-package=[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '*-P+[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '--resolution=[Which of the versions that fit to prefer]:resolution:(highest lowest lowest-direct)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--no-build-isolation[Build in the environment itself, which must hold what builds need]' \
        '*--no-build-isolation-package=[The same for this package only]:no_build_isolation_package: ' \
        '*--build-constraints=[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*-b+[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*--config-setting=[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*-C+[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*--config-settings-package=[A setting for the build backend of this package; it counts before `--config-setting`]:package:key=value: ' \
        '*--export-host-properties=[Tell builds of this package, or of `\:all\:`, for which GPUs of `--variant-profile` to compile]:package: ' \
        '--reinstall[Install every package anew although it is there; implies `--refresh`]' \
        '*--reinstall-package=[Install this package anew; implies `--refresh-package`]:reinstall_package: ' \
        '--link-mode=[How files come from the cache into the environment (by default\: hard links, copies where they fail)]:link_mode:(clone copy hardlink symlink)' \
        '--compile-bytecode[Compile the installed Python files to bytecode]' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:lock:_files'
}

_swuv_lock() {
    _arguments -s -S -C \
        '--check[Say whether everything is up to date, change nothing]' \
        '--locked[Fail when the lock does not fit the project any more]' \
        '--frozen[Use the lock as it is, without a look at whether it fits]' \
        '--no-sources[Leave out `sources` of the project\: everything comes from the indexes]' \
        '*--no-sources-package=[The same for this package only]:no_sources_package: ' \
        '--dry-run[Say what would change, and change nothing]' \
        '--script=[Work on this script, whose metadata is in a comment (PEP 723), and not on a project]:script:_files' \
        '--project=[Work on the project in this directory (by default\: the nearest one here or above)]:project:_files -/' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--upgrade[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '-U[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '*--upgrade-package=[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '*-P+[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '--resolution=[Which of the versions that fit to prefer]:resolution:(highest lowest lowest-direct)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--no-build-isolation[Build in the environment itself, which must hold what builds need]' \
        '*--no-build-isolation-package=[The same for this package only]:no_build_isolation_package: ' \
        '*--build-constraints=[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*-b+[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*--config-setting=[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*-C+[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*--config-settings-package=[A setting for the build backend of this package; it counts before `--config-setting`]:package:key=value: ' \
        '*--export-host-properties=[Tell builds of this package, or of `\:all\:`, for which GPUs of `--variant-profile` to compile]:package: ' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]'
}

_swuv_remove() {
    _arguments -s -S -C \
        '--dev[The dependency group `dev` is meant]' \
        '--optional=[The optional dependencies of this extra are meant]:extra: ' \
        '--group=[This dependency group is meant]:group: ' \
        '--package=[This member of the workspace is meant]:package: ' \
        '--script=[Work on this script, whose metadata is in a comment (PEP 723), and not on a project]:script:_files' \
        '--locked[Fail when the lock does not fit the project any more]' \
        '--frozen[Use the lock as it is, without a look at whether it fits]' \
        '--no-sources[Leave out `sources` of the project\: everything comes from the indexes]' \
        '*--no-sources-package=[The same for this package only]:no_sources_package: ' \
        '--no-sync[Leave the environment as it is]' \
        '--active[Work on the active virtual environment and not on the project'\''s own]' \
        '--project=[Work on the project in this directory (by default\: the nearest one here or above)]:project:_files -/' \
        '--no-install-project[Install the dependencies without the project itself]' \
        '--no-install-workspace[Install no member of the workspace, only what they need]' \
        '*--no-install-package=[Do not install this package]:no_install_package: ' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--upgrade[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '-U[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '*--upgrade-package=[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '*-P+[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '--resolution=[Which of the versions that fit to prefer]:resolution:(highest lowest lowest-direct)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--no-build-isolation[Build in the environment itself, which must hold what builds need]' \
        '*--no-build-isolation-package=[The same for this package only]:no_build_isolation_package: ' \
        '*--build-constraints=[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*-b+[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*--config-setting=[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*-C+[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*--config-settings-package=[A setting for the build backend of this package; it counts before `--config-setting`]:package:key=value: ' \
        '*--export-host-properties=[Tell builds of this package, or of `\:all\:`, for which GPUs of `--variant-profile` to compile]:package: ' \
        '--reinstall[Install every package anew although it is there; implies `--refresh`]' \
        '*--reinstall-package=[Install this package anew; implies `--refresh-package`]:reinstall_package: ' \
        '--link-mode=[How files come from the cache into the environment (by default\: hard links, copies where they fail)]:link_mode:(clone copy hardlink symlink)' \
        '--compile-bytecode[Compile the installed Python files to bytecode]' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:package: '
}

_swuv_add() {
    _arguments -s -S -C \
        '*--requirements=[A requirements file, `pyproject.toml`, or `-` for standard input]:requirements:_files' \
        '*-r+[A requirements file, `pyproject.toml`, or `-` for standard input]:requirements:_files' \
        '*--constraints=[A requirements file that narrows versions without asking for the packages]:constraints:_files' \
        '*-c+[A requirements file that narrows versions without asking for the packages]:constraints:_files' \
        '--marker=[Put this environment marker to every requirement]:marker: ' \
        '-m+[Put this environment marker to every requirement]:marker: ' \
        '--dev[The dependency group `dev` is meant]' \
        '--optional=[The optional dependencies of this extra are meant]:extra: ' \
        '--group=[This dependency group is meant]:group: ' \
        '--editable[Install the project of a directory in place]' \
        '--raw[Write the requirement as it is given, without a source]' \
        '--bounds=[The versions to write where none are given, after the one that is locked (by default\: lower)]:bounds:(lower major minor exact)' \
        '--rev=[The commit of a Git repository]:rev: ' \
        '--tag=[The tag of a Git repository]:tag: ' \
        '--branch=[The branch of a Git repository]:branch: ' \
        '--lfs[Fetch the large files of a Git repository (LFS)]' \
        '*--extra=[Ask for this extra of the packages]:extra: ' \
        '--workspace[Make projects in directories members of the workspace (by default\: those below its root)]' \
        '--package=[This member of the workspace is meant]:package: ' \
        '--script=[Work on this script, whose metadata is in a comment (PEP 723), and not on a project]:script:_files' \
        '--locked[Fail when the lock does not fit the project any more]' \
        '--frozen[Use the lock as it is, without a look at whether it fits]' \
        '--no-sources[Leave out `sources` of the project\: everything comes from the indexes]' \
        '*--no-sources-package=[The same for this package only]:no_sources_package: ' \
        '--no-sync[Leave the environment as it is]' \
        '--active[Work on the active virtual environment and not on the project'\''s own]' \
        '--project=[Work on the project in this directory (by default\: the nearest one here or above)]:project:_files -/' \
        '--no-install-project[Install the dependencies without the project itself]' \
        '--no-install-workspace[Install no member of the workspace, only what they need]' \
        '*--no-install-package=[Do not install this package]:no_install_package: ' \
        '--no-build[Build no source distributions; only use wheels]' \
        '*--no-binary=[Use no wheels of this package; `\:all\:` for none at all, `\:none\:` to take back what was said before]:no_binary: ' \
        '*--only-binary=[Only use wheels of this package; `\:all\:` and `\:none\:` as for `--no-binary`]:only_binary: ' \
        '*--index=[An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration]:index: ' \
        '--default-index=[The index that is asked last (by default\: <https\://pypi.org/simple>)]:default_index: ' \
        '--index-url=[pip'\''s name of `--default-index`]:index_url: ' \
        '-i+[pip'\''s name of `--default-index`]:index_url: ' \
        '*--extra-index-url=[pip'\''s name of `--index`; looked at after those]:extra_index_url: ' \
        '*--find-links=[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '*-f+[A directory of archives, or a page that links to some, to look at in addition to the indexes]:find_links:_files -/' \
        '--no-index[Ask no index\: only direct URLs and what `--find-links` gives]' \
        '--index-strategy=[How several indexes work together\: the first that has a package (the default), or all of them]:index_strategy:(first-index unsafe-first-match unsafe-best-match)' \
        '--upgrade[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '-U[Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`]' \
        '*--upgrade-package=[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '*-P+[Upgrade this package only; implies `--refresh-package`]:upgrade_package: ' \
        '--resolution=[Which of the versions that fit to prefer]:resolution:(highest lowest lowest-direct)' \
        '--prerelease=[When pre-releases may be chosen]:prerelease:(disallow allow if-necessary explicit if-necessary-or-explicit)' \
        '--exclude-newer=[Ignore files uploaded after this moment\: `2026-01-31`, `2026-01-31T12\:00\:00Z`, `30 days` or `P30D`]:exclude_newer: ' \
        '*--variant=[Take the variant with this label of a package, where it fits this host]:name=label: ' \
        '*--prefer-variant=[Among the variants that fit, prefer those for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v2`]:selector: ' \
        '*--exclude-variant=[Take no variant that is made for this\: `nvidia`, `x86_64 \:\: level`, `x86_64 \:\: level \:\: v4`]:selector: ' \
        '--variant-profile=[Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing]:file:_files' \
        '*--enable-provider=[Use the provider of these variants although it is optional]:namespace: ' \
        '*--disable-provider=[Do not ask the provider of these variants, and take none of them]:namespace: ' \
        '*--disable-variant-index=[Leave out this map from hardware to indexes, such as `pytorch`]:name: ' \
        '--no-variant-rewrites[Keep requirements that a map would narrow to the devices of this host, such as `rocm\[device-all\]`]' \
        '--no-variants[Take no variant wheel at all]' \
        '--strict-variants[Fail when a provider fails, and take no release whose variant metadata is at fault]' \
        '--no-build-isolation[Build in the environment itself, which must hold what builds need]' \
        '*--no-build-isolation-package=[The same for this package only]:no_build_isolation_package: ' \
        '*--build-constraints=[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*-b+[A requirements file that narrows what is used to build]:build_constraints:_files' \
        '*--config-setting=[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*-C+[A setting for build backends, `KEY=VALUE`; several of one key make a list]:config_setting: ' \
        '*--config-settings-package=[A setting for the build backend of this package; it counts before `--config-setting`]:package:key=value: ' \
        '*--export-host-properties=[Tell builds of this package, or of `\:all\:`, for which GPUs of `--variant-profile` to compile]:package: ' \
        '--reinstall[Install every package anew although it is there; implies `--refresh`]' \
        '*--reinstall-package=[Install this package anew; implies `--refresh-package`]:reinstall_package: ' \
        '--link-mode=[How files come from the cache into the environment (by default\: hard links, copies where they fail)]:link_mode:(clone copy hardlink symlink)' \
        '--compile-bytecode[Compile the installed Python files to bytecode]' \
        '--refresh[Ask indexes again whatever the cache holds]' \
        '*--refresh-package=[Ask indexes again about this package]:refresh_package: ' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '*:package: '
}

_swuv_init() {
    _arguments -s -S -C \
        '--name=[The name of the project (by default\: that of the directory)]:name: ' \
        '--app[A project of programs that are run where they lie (the default)]' \
        '--lib[A library for other projects, with a build system]' \
        '--package[An installable program, with a build system and a command]' \
        '--script[A single file that says itself what it needs (PEP 723)]' \
        '--bare[Make nothing but `pyproject.toml`]' \
        '--description=[What the project is about, in a sentence]:description: ' \
        '--no-description[Leave out the description]' \
        '--build-backend=[Who builds the project, with `--package` and `--lib` (by default\: hatch)]:build_backend:(hatch uv flit pdm setuptools)' \
        '--vcs=[The version control to begin (by default\: git where there is one and no repository yet)]:vcs:(git none)' \
        '--no-readme[Make no `README.md`]' \
        '--no-pin-python[Make no `.python-version`]' \
        '--no-workspace[Do not become a member of the project above]' \
        '--python=[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '-p+[The Python interpreter or environment to use\: a path, a version (`3.12`) or a name (`python3.12`)]:python:_files' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:path:_files -/'
}

_swuv() {
    local curcontext="$curcontext" state line
    local -a commands
    commands=(
        'init:Make a project'
        'add:Add packages to the project'
        'remove:Remove packages from the project'
        'lock:Bring the lock of the project up to date'
        'sync:Make the environment of the project hold what its lock says for this computer'
        'run:Run a command in the environment of the project'
        'tree:Show what a project needs, and what that needs'
        'export:Write the lock of the project as a requirements file or `pylock.toml`'
        'install:Install packages into an environment'
        'uninstall:Remove packages from an environment'
        'list:List the packages of an environment'
        'freeze:List the packages of an environment as requirements'
        'show:Tell about installed packages'
        'check:Check that the packages of an environment fit together'
        'compile:Turn requirements into pins of everything they need'
        'venv:Make a virtual environment'
        'variants:Look at builds for certain hardware (wheel variants), and at what this computer has'
        'cache:Look after the cache'
        'completions:Write the completions of a shell'
        'help:Show the help of a command'
    )
    _arguments -s -S -C \
        '--version[Show the version]' \
        '-V[Show the version]' \
        '--no-cache[Use a temporary directory as the cache, and remove it at the end]' \
        '-n[Use a temporary directory as the cache, and remove it at the end]' \
        '--cache-dir=[The directory of the cache]:cache_dir:_files -/' \
        '*--quiet[Say only what went wrong; twice\: say nothing]' \
        '*-q[Say only what went wrong; twice\: say nothing]' \
        '*--verbose[Say more; twice\: say everything]' \
        '*-v[Say more; twice\: say everything]' \
        '--color=[When to use colours]:color_choice:(auto always never)' \
        '--json[Write one JSON object about the outcome to standard output]' \
        '--offline[Use no network; work from the cache]' \
        '*--allow-insecure-host=[Do not verify the TLS certificate of this host]:allow_insecure_host: ' \
        '--cert=[The certificates to trust, in PEM]:file:_files' \
        '--no-progress[Show no progress]' \
        '--directory=[Work in this directory]:directory:_files -/' \
        '--config-file=[Read this configuration file, and no other]:config_file:_files' \
        '--no-config[Read no configuration files]' \
        '--help[Show this help]' \
        '-h[Show this help]' \
        '1:command:->command' \
        '*::argument:->argument'
    case $state in
        command) _describe command commands ;;
        argument)
            case $line[1] in
                init) _swuv_init ;;
                add) _swuv_add ;;
                remove) _swuv_remove ;;
                lock) _swuv_lock ;;
                sync) _swuv_sync ;;
                run) _swuv_run ;;
                tree) _swuv_tree ;;
                export) _swuv_export ;;
                install) _swuv_install ;;
                uninstall) _swuv_uninstall ;;
                list) _swuv_list ;;
                freeze) _swuv_freeze ;;
                show) _swuv_show ;;
                check) _swuv_check ;;
                compile) _swuv_compile ;;
                venv) _swuv_venv ;;
                variants) _swuv_variants ;;
                cache) _swuv_cache ;;
                completions|generate-shell-completion) _swuv_completions ;;
                help) _swuv_help ;;
            esac ;;
    esac
}

if [ "$funcstack[1]" = "_swuv" ]; then
    _swuv "$@"
else
    compdef _swuv swuv
fi
