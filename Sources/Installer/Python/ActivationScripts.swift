/// The scripts in an environment's `bin` that make a shell use it, and the `deactivate` they define.
///
/// They save the old values in the variables that `venv` and `virtualenv` use, so that activating over an
/// environment of theirs, and theirs over ours, undoes the first one.
struct ActivationScripts {
    let root: Path
    /// Shown before the shell's prompt; the directory's name if nil.
    let prompt: String

    init(root: Path, prompt: String?) {
        self.root = root
        self.prompt = prompt.flatMap { $0.isEmpty ? nil : $0 } ?? root.name
    }

    var files: [(name: String, text: String)] {
        [("activate", posix), ("activate.fish", fish), ("activate.csh", csh)]
    }

    /// In single quotes, where only the quote itself is special.
    static func posixQuoted(_ text: String) -> String {
        "'" + text.replacingEach("'", with: #"'\''"#) + "'"
    }

    /// In single quotes, where the backslash escapes itself and the quote.
    static func fishQuoted(_ text: String) -> String {
        "'" + text.replacingEach(#"\"#, with: #"\\"#).replacingEach("'", with: #"\'"#) + "'"
    }

    /// In single quotes, in which history and line ends are still special.
    static func cshQuoted(_ text: String) -> String {
        "'"
            + text.replacingEach("'", with: #"'\''"#).replacingEach("!", with: #"\!"#)
            .replacingEach("\n", with: "\\\n") + "'"
    }
}

extension String {
    fileprivate func replacingEach(_ character: Unicode.Scalar, with replacement: String) -> String {
        var result = ""
        for scalar in unicodeScalars {
            if scalar == character { result += replacement } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}

extension ActivationScripts {
    /// For sh, bash, zsh, dash and ksh.
    private var posix: String {
        """
        # Use this environment in the current shell (sh, bash, zsh): `source bin/activate`
        # `deactivate` goes back.

        if [ -n "${BASH_SOURCE-}" ] && [ "${BASH_SOURCE-}" = "$0" ]; then
            echo "Source this file, do not run it: source $0" >&2
            exit 33
        fi

        deactivate () {
            if [ -n "${_OLD_VIRTUAL_PATH+set}" ]; then
                PATH=$_OLD_VIRTUAL_PATH
                export PATH
                unset _OLD_VIRTUAL_PATH
            fi
            if [ -n "${_OLD_VIRTUAL_PYTHONHOME+set}" ]; then
                PYTHONHOME=$_OLD_VIRTUAL_PYTHONHOME
                export PYTHONHOME
                unset _OLD_VIRTUAL_PYTHONHOME
            fi
            if [ -n "${_OLD_VIRTUAL_PS1+set}" ]; then
                PS1=$_OLD_VIRTUAL_PS1
                unset _OLD_VIRTUAL_PS1
            fi
            unset VIRTUAL_ENV
            unset VIRTUAL_ENV_PROMPT
            # The shell remembers where it found commands.
            hash -r 2>/dev/null || true
            if [ "${1-}" != nondestructive ]; then
                unset -f deactivate
            fi
        }

        # Leave an environment that is active already.
        deactivate nondestructive

        VIRTUAL_ENV=\(Self.posixQuoted(root.text))
        export VIRTUAL_ENV
        VIRTUAL_ENV_PROMPT=\(Self.posixQuoted(prompt))
        export VIRTUAL_ENV_PROMPT

        _OLD_VIRTUAL_PATH=${PATH-}
        PATH="$VIRTUAL_ENV/bin${PATH:+:$PATH}"
        export PATH

        if [ -n "${PYTHONHOME+set}" ]; then
            _OLD_VIRTUAL_PYTHONHOME=$PYTHONHOME
            unset PYTHONHOME
        fi

        if [ -z "${VIRTUAL_ENV_DISABLE_PROMPT-}" ]; then
            _OLD_VIRTUAL_PS1=${PS1-}
            PS1="($VIRTUAL_ENV_PROMPT) ${PS1-}"
        fi

        hash -r 2>/dev/null || true

        """
    }

    private var fish: String {
        """
        # Use this environment in the current fish shell: `source bin/activate.fish`
        # `deactivate` goes back.

        function deactivate -d "Leave the virtual environment"
            if set -q _OLD_VIRTUAL_PATH
                set -gx PATH $_OLD_VIRTUAL_PATH
                set -e _OLD_VIRTUAL_PATH
            end
            if set -q _OLD_VIRTUAL_PYTHONHOME
                set -gx PYTHONHOME $_OLD_VIRTUAL_PYTHONHOME
                set -e _OLD_VIRTUAL_PYTHONHOME
            end
            if set -q _OLD_FISH_PROMPT_OVERRIDE
                and functions -q _old_fish_prompt
                functions -e fish_prompt
                functions -c _old_fish_prompt fish_prompt
                functions -e _old_fish_prompt
            end
            set -e _OLD_FISH_PROMPT_OVERRIDE
            set -e VIRTUAL_ENV
            set -e VIRTUAL_ENV_PROMPT
            if test "$argv[1]" != nondestructive
                functions -e deactivate
            end
        end

        # Leave an environment that is active already.
        deactivate nondestructive

        set -gx VIRTUAL_ENV \(Self.fishQuoted(root.text))
        set -gx VIRTUAL_ENV_PROMPT \(Self.fishQuoted(prompt))

        set -gx _OLD_VIRTUAL_PATH $PATH
        set -gx PATH "$VIRTUAL_ENV/bin" $PATH

        if set -q PYTHONHOME
            set -gx _OLD_VIRTUAL_PYTHONHOME $PYTHONHOME
            set -e PYTHONHOME
        end

        if test -z "$VIRTUAL_ENV_DISABLE_PROMPT"
            functions -q fish_prompt
            or function fish_prompt
                echo -n '> '
            end
            functions -c fish_prompt _old_fish_prompt
            function fish_prompt
                set -l shown (_old_fish_prompt)
                printf '(%s) ' "$VIRTUAL_ENV_PROMPT"
                string join -- \\n $shown
            end
            set -gx _OLD_FISH_PROMPT_OVERRIDE "$VIRTUAL_ENV"
        end

        """
    }

    /// csh substitutes variables when a command runs and fails on one that is not set, hence `test … && …`.
    private var csh: String {
        #"""
        # Use this environment in the current csh or tcsh: `source bin/activate.csh`
        # `deactivate` goes back.

        alias deactivate 'test $?_OLD_VIRTUAL_PATH != 0 && setenv PATH "$_OLD_VIRTUAL_PATH:q" && unset _OLD_VIRTUAL_PATH; rehash; test $?_OLD_VIRTUAL_PROMPT != 0 && set prompt="$_OLD_VIRTUAL_PROMPT:q" && unset _OLD_VIRTUAL_PROMPT; unsetenv VIRTUAL_ENV; unsetenv VIRTUAL_ENV_PROMPT; test "\!:*" != "nondestructive" && unalias deactivate'

        # Leave an environment that is active already.
        deactivate nondestructive

        setenv VIRTUAL_ENV \#(Self.cshQuoted(root.text))
        setenv VIRTUAL_ENV_PROMPT \#(Self.cshQuoted(prompt))

        set _OLD_VIRTUAL_PATH="$PATH:q"
        setenv PATH "$VIRTUAL_ENV:q/bin:$PATH:q"

        if (! $?VIRTUAL_ENV_DISABLE_PROMPT) then
            if ($?prompt) then
                set _OLD_VIRTUAL_PROMPT="$prompt:q"
                set prompt = "($VIRTUAL_ENV_PROMPT:q) $prompt:q"
            endif
        endif

        rehash

        """#
    }
}
