#!/usr/bin/env bash
# Repeats the attack on the program's files, signals and arguments, and prints what holds.
#   eng/attack/run.sh [name…]     only the lists named (outputs, numbers, window); left out: all
# A list is a file beside this one. Each of its lines is
#   attack 'what must hold' 'commands, which succeed if it holds'
# The commands run by bash in an empty folder of their own; $gpudigits is the program, $idx the options for a short training.
# Those that end with 77 could not be tried; what they say is the reason. Exit codes: 0 what was tried holds, 1 something does not or the
# build failed, 2 there is no such list, 3 nothing could be tried.
set -u
unset CDPATH
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
all=("$here"/*.list)
all=("${all[@]##*/}")
all=("${all[@]%.list}")
[ $# -gt 0 ] || set -- "${all[@]}"
for name; do
    [ -f "$here/$name.list" ] || { echo "run.sh: there is no list '$name', only: ${all[*]}" >&2; exit 2; }
done
dotnet build "$here/../../Training" -c Release -v q --nologo && dotnet build "$here/../../Viewer" -c Release -v q --nologo || exit 1
# The commands of the lists name programs and files without quotes, whatever folder the checkout is in.
work=$(mktemp -d) || exit 1
screen=
trap 'stop_screen; rm -rf "$work"' EXIT
root=$work/root
ln -s "$(cd "$here/../.." && pwd)" "$root"
for name in Training/gpudigits Viewer/gpudigits-viewer; do
    printf '#!/usr/bin/env bash\nexec dotnet %q "$@"\n' "$root/${name%/*}/bin/Release/net10.0/${name#*/}.dll" > "$work/${name#*/}"
    chmod +x "$work/${name#*/}"
done
data=$root/tests/data
export gpudigits=$work/gpudigits
export viewer=$work/gpudigits-viewer
export idx="--device cpu --train-data $data/train-images-excerpt.gz --test-data $data/t10k-images-excerpt.gz"
export model=$root/models/digits.safetensors
export picture=$root/eng/package/gpudigits.png
export GPUDIGITS_DATA=/nonexistent

# refused CODE TEXT COMMAND…: ends with the code, and one line for a person that holds the text.
refused() {
    local code=$1 text=$2 said got
    shift 2
    said=$("$@" 2>&1 >/dev/null)
    got=$?
    [ $got = "$code" ] && grep -qF -- "$text" <<<"$said" && [ "$(grep -cE '^gpudigits(-viewer)?: ' <<<"$said")" = 1 ] \
        && ! grep -qE 'Exception|System\.|Nullable|\(Parameter|^   at ' <<<"$said" && return
    echo "code $got: $said"
    return 1
}
export -f refused

# start_screen, stop_screen: a screen in memory for the windows.
start_screen() {
    local why="needs Xvfb and xdotool"
    if command -v Xvfb > /dev/null && command -v xdotool > /dev/null; then
        why="Xvfb does not start"
        Xvfb -displayfd 3 -r -screen 0 1600x1200x24 -nolisten tcp -noreset 3> "$work/display" 2> /dev/null &
        screen=$!
        until [ -s "$work/display" ] || ! kill -0 "$screen" 2> /dev/null; do sleep 0.1; done
        [ ! -s "$work/display" ] || { DISPLAY=:$(cat "$work/display") && export DISPLAY && return; }
    fi
    untried=$((untried + 1))
    echo "skips  the window ($why)"
    return 1
}
stop_screen() {
    [ -z "$screen" ] || kill "$screen" 2> /dev/null
    screen=
}

# window OPTION…: opens the window with its files in the folder me, and waits until it can read. Its process is $opened, its standard
# error e.
window() {
    mkdir -p me
    # What an earlier window said is not this one's.
    rm -f e
    $viewer --settings me/viewer.json --timings "$@" > /dev/null 2> e &
    opened=$!
    trap 'set +e; kill -KILL $opened $first 2> /dev/null; mountpoint -q me && umount -l me' EXIT
    until grep -qs '^network ready' e; do
        kill -0 $opened 2> /dev/null || { cat e; return 1; }
        sleep 0.1
    done
    xdotool search --sync --onlyvisible --name '^GpuDigits$' > /dev/null
}

# type_keys TEXT: types into the window.
type_keys() {
    xdotool type --delay 20 "$1"
    sleep 0.5
}

# close_window [SIGNAL]: ends the window, which must take it for a wish to close.
close_window() {
    kill -"${1:-TERM}" "$opened" && wait "$opened"
}
export -f window type_keys close_window

held=0 failed=0 untried=0
attack() {
    local folder said code
    folder=$(mktemp -d "$work/XXXXXX") || exit 1
    said=$(cd "$folder" && timeout 120 bash -c "$2" 2>&1)
    code=$?
    if [ $code = 0 ]; then
        held=$((held + 1)) && echo "holds  $1"
    elif [ $code = 77 ]; then
        untried=$((untried + 1)) && echo "skips  $1 ($said)"
    else
        failed=$((failed + 1)) && echo "FAILS  $1" && sed 's/^/         /' <<<"$said" | tail -5
    fi
    rm -rf "$folder"
}

for list; do
    # shellcheck source=/dev/null
    . "$here/$list.list" || { failed=$((failed + 1)) && echo "FAILS  the list $list ends early"; }
done
echo "total: $held hold, $failed fail, $untried not tried here"
[ $failed = 0 ] || exit 1
[ $held -gt 0 ] || exit 3
