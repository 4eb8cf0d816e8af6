#!/usr/bin/env bash
# Repeats the attack on the program's files, signals and arguments, and prints what holds.
#   eng/attack/run.sh [name…]     only the lists named (outputs, numbers, …); left out: all
# A list is a file beside this one. Each of its lines is
#   attack 'what must hold' 'commands, which succeed if it holds'
# The commands run by bash in an empty folder of their own; $gpudigits is the program, $idx the options for a short training.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
dotnet build "$root/Training" -c Release -v q --nologo || exit 3
data=$root/tests/data
export gpudigits="dotnet $root/Training/bin/Release/net10.0/gpudigits.dll"
export idx="--device cpu --train-data $data/train-images-excerpt.gz --test-data $data/t10k-images-excerpt.gz"
export model=$root/models/digits.safetensors
export GPUDIGITS_DATA=/nonexistent

# refused CODE TEXT COMMAND…: ends with the code, and one line for a person that holds the text.
refused() {
    local code=$1 text=$2 said got
    shift 2
    said=$("$@" 2>&1 >/dev/null)
    got=$?
    [ $got = "$code" ] && grep -qF -- "$text" <<<"$said" && [ "$(grep -c '^gpudigits: ' <<<"$said")" = 1 ] \
        && ! grep -qE 'Exception|System\.|Nullable|\(Parameter|^   at ' <<<"$said" && return
    echo "code $got: $said"
    return 1
}
export -f refused

held=0 failed=0
attack() {
    local folder said
    folder=$(mktemp -d) || exit 3
    if said=$(cd "$folder" && timeout 120 bash -c "$2" 2>&1); then
        held=$((held + 1)) && echo "holds  $1"
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
echo "$held hold, $failed fail"
[ $failed = 0 ]
