#!/usr/bin/env bash
# Repeats the attack on the program's files, signals and arguments, and prints what holds.
#   eng/attack/run.sh [name…]     only the lists named (outputs, numbers, window); left out: all
# A list is a file beside this one. Each of its lines is
#   attack 'what must hold' 'commands, which succeed if it holds'
# The commands run by bash in an empty folder of their own; $gpudigits is the program, $idx the options for a short training.
# Those that end with 77 could not be tried; what they say is the reason.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
dotnet build "$root/Training" -c Release -v q --nologo && dotnet build "$root/Viewer" -c Release -v q --nologo || exit 3
data=$root/tests/data
export gpudigits="dotnet $root/Training/bin/Release/net10.0/gpudigits.dll"
export viewer="dotnet $root/Viewer/bin/Release/net10.0/gpudigits-viewer.dll"
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
    command -v Xvfb xdotool > /dev/null || { untried=$((untried + 1)) && echo "skips  the window (needs Xvfb and xdotool)" && return 1; }
    local number
    coproc SCREEN { exec Xvfb -displayfd 1 -r -screen 0 1600x1200x24 -nolisten tcp -noreset 2> /dev/null; }
    read -r number <&"${SCREEN[0]}" && export DISPLAY=:$number
}
stop_screen() {
    kill "$SCREEN_PID"
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
    folder=$(mktemp -d) || exit 3
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

if [ $# = 0 ]; then
    lists=("$here"/*.list)
else
    lists=("${@/#/$here/}")
    lists=("${lists[@]/%/.list}")
fi
for list in "${lists[@]}"; do
    # shellcheck source=/dev/null
    . "$list"
done
echo "total: $held hold, $failed fail, $untried not tried here"
[ $failed = 0 ]
