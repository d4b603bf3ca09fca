# Completions of swuv for bash; made by `swuv completions bash`.
_swuv() {
    local cur="${COMP_WORDS[COMP_CWORD]}" prev="" command="" words="" i
    COMPREPLY=()
    if ((COMP_CWORD > 0)); then prev="${COMP_WORDS[COMP_CWORD-1]}"; fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$command/${COMP_WORDS[i]}" in
            "/init") command="init" ;;
            "/add") command="add" ;;
            "/remove") command="remove" ;;
            "/lock") command="lock" ;;
            "/sync") command="sync" ;;
            "/run") command="run" ;;
            "/tree") command="tree" ;;
            "/export") command="export" ;;
            "/install") command="install" ;;
            "/uninstall") command="uninstall" ;;
            "/list") command="list" ;;
            "/freeze") command="freeze" ;;
            "/show") command="show" ;;
            "/check") command="check" ;;
            "/compile") command="compile" ;;
            "/venv") command="venv" ;;
            "/variants") command="variants" ;;
            "variants/detect") command="variants detect" ;;
            "variants/explain") command="variants explain" ;;
            "variants/intersect") command="variants intersect" ;;
            "variants/check") command="variants check" ;;
            "variants/index") command="variants index" ;;
            "variants/make") command="variants make" ;;
            "/cache") command="cache" ;;
            "cache/dir") command="cache dir" ;;
            "cache/clean") command="cache clean" ;;
            "cache/prune") command="cache prune" ;;
            "cache/size") command="cache size" ;;
            "/completions") command="completions" ;;
            "/generate-shell-completion") command="completions" ;;
            "/help") command="help" ;;
        esac
    done
    case "$command" in
        "")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            words="init add remove lock sync run tree export install uninstall list freeze show check compile venv variants cache completions help --version -V --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h" ;;
        "init")
            case "$prev" in
                --name) return ;;
                --description) return ;;
                --build-backend) COMPREPLY=($(compgen -W "hatch uv flit pdm setuptools" -- "$cur")); return ;;
                --vcs) COMPREPLY=($(compgen -W "git none" -- "$cur")); return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--name --app --lib --package --script --bare --description --no-description --build-backend --vcs --no-readme --no-pin-python --no-workspace --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "add")
            case "$prev" in
                --requirements|-r) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --constraints|-c) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --marker|-m) return ;;
                --optional) return ;;
                --group) return ;;
                --bounds) COMPREPLY=($(compgen -W "lower major minor exact" -- "$cur")); return ;;
                --rev) return ;;
                --tag) return ;;
                --branch) return ;;
                --extra) return ;;
                --package) return ;;
                --script) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --no-sources-package) return ;;
                --project) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --no-install-package) return ;;
                --no-binary) return ;;
                --only-binary) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --upgrade-package|-P) return ;;
                --resolution) COMPREPLY=($(compgen -W "highest lowest lowest-direct" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --no-build-isolation-package) return ;;
                --build-constraints|-b) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --config-setting|-C) return ;;
                --config-settings-package) return ;;
                --export-host-properties) return ;;
                --reinstall-package) return ;;
                --link-mode) COMPREPLY=($(compgen -W "clone copy hardlink symlink" -- "$cur")); return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--requirements -r --constraints -c --marker -m --dev --optional --group --editable --raw --bounds --rev --tag --branch --lfs --extra --workspace --package --script --locked --frozen --no-sources --no-sources-package --no-sync --active --project --no-install-project --no-install-workspace --no-install-package --no-build --no-binary --only-binary --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --upgrade -U --upgrade-package -P --resolution --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --no-build-isolation --no-build-isolation-package --build-constraints -b --config-setting -C --config-settings-package --export-host-properties --reinstall --reinstall-package --link-mode --compile-bytecode --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "remove")
            case "$prev" in
                --optional) return ;;
                --group) return ;;
                --package) return ;;
                --script) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --no-sources-package) return ;;
                --project) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --no-install-package) return ;;
                --no-binary) return ;;
                --only-binary) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --upgrade-package|-P) return ;;
                --resolution) COMPREPLY=($(compgen -W "highest lowest lowest-direct" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --no-build-isolation-package) return ;;
                --build-constraints|-b) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --config-setting|-C) return ;;
                --config-settings-package) return ;;
                --export-host-properties) return ;;
                --reinstall-package) return ;;
                --link-mode) COMPREPLY=($(compgen -W "clone copy hardlink symlink" -- "$cur")); return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--dev --optional --group --package --script --locked --frozen --no-sources --no-sources-package --no-sync --active --project --no-install-project --no-install-workspace --no-install-package --no-build --no-binary --only-binary --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --upgrade -U --upgrade-package -P --resolution --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --no-build-isolation --no-build-isolation-package --build-constraints -b --config-setting -C --config-settings-package --export-host-properties --reinstall --reinstall-package --link-mode --compile-bytecode --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "lock")
            case "$prev" in
                --no-sources-package) return ;;
                --script) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --project) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --no-binary) return ;;
                --only-binary) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --upgrade-package|-P) return ;;
                --resolution) COMPREPLY=($(compgen -W "highest lowest lowest-direct" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --no-build-isolation-package) return ;;
                --build-constraints|-b) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --config-setting|-C) return ;;
                --config-settings-package) return ;;
                --export-host-properties) return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--check --locked --frozen --no-sources --no-sources-package --dry-run --script --project --no-build --no-binary --only-binary --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --upgrade -U --upgrade-package -P --resolution --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --no-build-isolation --no-build-isolation-package --build-constraints -b --config-setting -C --config-settings-package --export-host-properties --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "sync")
            case "$prev" in
                --extra) return ;;
                --no-extra) return ;;
                --group) return ;;
                --only-group) return ;;
                --no-group) return ;;
                --package) return ;;
                --no-install-package) return ;;
                --no-sources-package) return ;;
                --script) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --project) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --no-binary) return ;;
                --only-binary) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --upgrade-package|-P) return ;;
                --resolution) COMPREPLY=($(compgen -W "highest lowest lowest-direct" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --no-build-isolation-package) return ;;
                --build-constraints|-b) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --config-setting|-C) return ;;
                --config-settings-package) return ;;
                --export-host-properties) return ;;
                --reinstall-package) return ;;
                --link-mode) COMPREPLY=($(compgen -W "clone copy hardlink symlink" -- "$cur")); return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--extra --all-extras --no-extra --group --only-group --no-group --all-groups --no-default-groups --no-dev --only-dev --package --all-packages --forget --no-remember --no-install-project --no-install-workspace --no-install-package --no-editable --active --exact --inexact --locked --frozen --no-sources --no-sources-package --check --dry-run --script --project --no-build --no-binary --only-binary --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --upgrade -U --upgrade-package -P --resolution --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --no-build-isolation --no-build-isolation-package --build-constraints -b --config-setting -C --config-settings-package --export-host-properties --reinstall --reinstall-package --link-mode --compile-bytecode --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "run")
            case "$prev" in
                --with|-w) return ;;
                --with-editable) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --with-requirements) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --env-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --extra) return ;;
                --no-extra) return ;;
                --group) return ;;
                --only-group) return ;;
                --no-group) return ;;
                --package) return ;;
                --no-install-package) return ;;
                --no-sources-package) return ;;
                --project) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --no-binary) return ;;
                --only-binary) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --upgrade-package|-P) return ;;
                --resolution) COMPREPLY=($(compgen -W "highest lowest lowest-direct" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --no-build-isolation-package) return ;;
                --build-constraints|-b) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --config-setting|-C) return ;;
                --config-settings-package) return ;;
                --export-host-properties) return ;;
                --reinstall-package) return ;;
                --link-mode) COMPREPLY=($(compgen -W "clone copy hardlink symlink" -- "$cur")); return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--module -m --script -s --with -w --with-editable --with-requirements --isolated --env-file --no-env-file --no-project --no-sync --extra --all-extras --no-extra --group --only-group --no-group --all-groups --no-default-groups --no-dev --only-dev --package --all-packages --no-install-project --no-install-workspace --no-install-package --no-editable --active --exact --inexact --locked --frozen --no-sources --no-sources-package --project --no-build --no-binary --only-binary --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --upgrade -U --upgrade-package -P --resolution --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --no-build-isolation --no-build-isolation-package --build-constraints -b --config-setting -C --config-settings-package --export-host-properties --reinstall --reinstall-package --link-mode --compile-bytecode --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "tree")
            case "$prev" in
                --depth|-d) return ;;
                --prune) return ;;
                --package) return ;;
                --for-host) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --extra) return ;;
                --no-extra) return ;;
                --group) return ;;
                --only-group) return ;;
                --no-group) return ;;
                --no-sources-package) return ;;
                --script) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --project) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --no-binary) return ;;
                --only-binary) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --upgrade-package|-P) return ;;
                --resolution) COMPREPLY=($(compgen -W "highest lowest lowest-direct" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --no-build-isolation-package) return ;;
                --build-constraints|-b) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --config-setting|-C) return ;;
                --config-settings-package) return ;;
                --export-host-properties) return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--depth -d --prune --package --no-dedupe --invert --outdated --universal --all-variants --for-host --extra --all-extras --no-extra --group --only-group --no-group --all-groups --no-default-groups --no-dev --only-dev --forget --locked --frozen --no-sources --no-sources-package --script --project --no-build --no-binary --only-binary --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --upgrade -U --upgrade-package -P --resolution --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --no-build-isolation --no-build-isolation-package --build-constraints -b --config-setting -C --config-settings-package --export-host-properties --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "export")
            case "$prev" in
                --format) COMPREPLY=($(compgen -W "requirements.txt requirements-txt pylock.toml pylock" -- "$cur")); return ;;
                --output-file|-o) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --no-emit-package) return ;;
                --prune) return ;;
                --script) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --project) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --extra) return ;;
                --no-extra) return ;;
                --group) return ;;
                --only-group) return ;;
                --no-group) return ;;
                --package) return ;;
                --no-sources-package) return ;;
                --no-binary) return ;;
                --only-binary) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --upgrade-package|-P) return ;;
                --resolution) COMPREPLY=($(compgen -W "highest lowest lowest-direct" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --no-build-isolation-package) return ;;
                --build-constraints|-b) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --config-setting|-C) return ;;
                --config-settings-package) return ;;
                --export-host-properties) return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--format --output-file -o --no-hashes --no-header --no-annotate --no-editable --no-emit-project --no-emit-workspace --no-emit-package --prune --emit-index-url --emit-find-links --script --forget --project --extra --all-extras --no-extra --group --only-group --no-group --all-groups --no-default-groups --no-dev --only-dev --package --all-packages --locked --frozen --no-sources --no-sources-package --no-build --no-binary --only-binary --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --upgrade -U --upgrade-package -P --resolution --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --no-build-isolation --no-build-isolation-package --build-constraints -b --config-setting -C --config-settings-package --export-host-properties --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "install")
            case "$prev" in
                --requirements|-r) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --editable|-e) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --constraints|-c) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --overrides) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --extra) return ;;
                --group) return ;;
                --target|-t) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --prefix) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --no-binary) return ;;
                --only-binary) return ;;
                --python-version) return ;;
                --python-platform) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --upgrade-package|-P) return ;;
                --resolution) COMPREPLY=($(compgen -W "highest lowest lowest-direct" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --reinstall-package) return ;;
                --link-mode) COMPREPLY=($(compgen -W "clone copy hardlink symlink" -- "$cur")); return ;;
                --no-build-isolation-package) return ;;
                --build-constraints|-b) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --config-setting|-C) return ;;
                --config-settings-package) return ;;
                --export-host-properties) return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--requirements -r --editable -e --constraints -c --overrides --extra --all-extras --group --no-deps --require-hashes --system --break-system-packages --target -t --prefix --no-build --no-binary --only-binary --python-version --python-platform --strict --dry-run --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --upgrade -U --upgrade-package -P --resolution --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --reinstall --reinstall-package --link-mode --compile-bytecode --no-build-isolation --no-build-isolation-package --build-constraints -b --config-setting -C --config-settings-package --export-host-properties --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "uninstall")
            case "$prev" in
                --requirements|-r) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --target|-t) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --prefix) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--requirements -r --system --break-system-packages --target -t --prefix --dry-run --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "list")
            case "$prev" in
                --exclude) return ;;
                --format) COMPREPLY=($(compgen -W "columns freeze json" -- "$cur")); return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --target|-t) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --prefix) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--editable -e --exclude-editable --exclude --format --strict --python -p --system --target -t --prefix --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "freeze")
            case "$prev" in
                --exclude) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --target|-t) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --prefix) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--exclude-editable --exclude --strict --python -p --system --target -t --prefix --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "show")
            case "$prev" in
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --target|-t) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --prefix) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--files -f --strict --python -p --system --target -t --prefix --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "check")
            case "$prev" in
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --target|-t) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --prefix) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--python -p --system --target -t --prefix --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "compile")
            case "$prev" in
                --constraints|-c) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --overrides) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --extra) return ;;
                --group) return ;;
                --output-file|-o) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --annotation-style) COMPREPLY=($(compgen -W "line split" -- "$cur")); return ;;
                --no-emit-package) return ;;
                --custom-compile-command) return ;;
                --no-binary) return ;;
                --only-binary) return ;;
                --python-version) return ;;
                --python-platform) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --upgrade-package|-P) return ;;
                --resolution) COMPREPLY=($(compgen -W "highest lowest lowest-direct" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --no-build-isolation-package) return ;;
                --build-constraints|-b) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --config-setting|-C) return ;;
                --config-settings-package) return ;;
                --export-host-properties) return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--constraints -c --overrides --extra --all-extras --group --no-deps --output-file -o --universal --generate-hashes --no-header --no-annotate --annotation-style --no-strip-extras --no-strip-markers --emit-index-url --emit-find-links --no-emit-package --custom-compile-command --system --no-build --no-binary --only-binary --python-version --python-platform --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --upgrade -U --upgrade-package -P --resolution --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --no-build-isolation --no-build-isolation-package --build-constraints -b --config-setting -C --config-settings-package --export-host-properties --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "venv")
            case "$prev" in
                --prompt) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --exclude-newer) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --refresh-package) return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--prompt --seed --clear -c --allow-existing --system-site-packages --python -p --exclude-newer --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --refresh --refresh-package --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "variants")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            words="detect explain intersect check index make --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h" ;;
        "variants detect")
            case "$prev" in
                --disable-provider) return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--disable-provider --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "variants explain")
            case "$prev" in
                --no-binary) return ;;
                --only-binary) return ;;
                --python-version) return ;;
                --python-platform) return ;;
                --index) return ;;
                --default-index) return ;;
                --index-url|-i) return ;;
                --extra-index-url) return ;;
                --find-links|-f) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --index-strategy) COMPREPLY=($(compgen -W "first-index unsafe-first-match unsafe-best-match" -- "$cur")); return ;;
                --prerelease) COMPREPLY=($(compgen -W "disallow allow if-necessary explicit if-necessary-or-explicit" -- "$cur")); return ;;
                --exclude-newer) return ;;
                --variant) return ;;
                --prefer-variant) return ;;
                --exclude-variant) return ;;
                --variant-profile) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --enable-provider) return ;;
                --disable-provider) return ;;
                --disable-variant-index) return ;;
                --refresh-package) return ;;
                --python|-p) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--system --no-build --no-binary --only-binary --python-version --python-platform --index --default-index --index-url -i --extra-index-url --find-links -f --no-index --index-strategy --prerelease --exclude-newer --variant --prefer-variant --exclude-variant --variant-profile --enable-provider --disable-provider --disable-variant-index --no-variant-rewrites --no-variants --strict-variants --refresh --refresh-package --python -p --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "variants intersect")
            case "$prev" in
                --output|-o) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--output -o --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "variants check")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "variants index")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "variants make")
            case "$prev" in
                --label) return ;;
                --property) return ;;
                --metadata) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --output-dir|-o) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--label --property --metadata --output-dir -o --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "cache")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            words="dir clean prune size --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h" ;;
        "cache dir")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "cache clean")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "cache prune")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "cache size")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--human -H --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
        "completions")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            words="bash zsh fish --no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h" ;;
        "help")
            case "$prev" in
                --cache-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
                --allow-insecure-host) return ;;
                --cert) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                --directory) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                --config-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac
            if [[ "$cur" == -* ]]; then words="--no-cache -n --cache-dir --quiet -q --verbose -v --color --json --offline --allow-insecure-host --cert --no-progress --directory --config-file --no-config --help -h"; fi ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _swuv swuv
