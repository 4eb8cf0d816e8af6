#!/usr/bin/env bash
# Publishes gpudigits for Windows and tries it under wine, as a person would use it there: every kind of command, paths in both slashes,
# with a drive letter, spaces and umlauts, a path that is too long, and Ctrl+C. One line a check, then the counts; ends with 1 if one
# failed, and with 3 and the reason where there is no wine. No window is opened: wine's OpenGL needs a screen.
set -uo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
export LC_ALL=C.UTF-8
wine=$(command -v wine64 || command -v wine) || { echo "skipped: there is no wine (Debian: wine64)"; exit 3; }
work=$(mktemp -d)
# wine passes this system's OpenCL on to the program, and PoCL ends it with a signal after its last line.
export OCL_ICD_VENDORS=/nowhere
# The runtime dies in a finalizer under wine where memory is never writable and executable at once.
export DOTNET_EnableWriteXorExecute=0 WINEPREFIX=$work/prefix WINEDEBUG=-all DISPLAY= GPUDIGITS_DATA='C:\no data'
trap 'wineserver -k 2>/dev/null; rm -rf "$work"' EXIT
program=$work/program
echo "publishing for win-x64 …"
dotnet publish Training/Training.csproj -c Release -v q -r win-x64 --self-contained -p:PublishReadyToRun=false -p:RunAnalyzers=false \
    --artifacts-path artifacts/publish -o "$program" >"$work/publish" 2>&1 ||
    { tail -n 20 "$work/publish"; echo "FAIL the build for Windows"; exit 1; }
"$wine" wineboot -i >/dev/null 2>&1
folder="$WINEPREFIX/drive_c/Zwölf Ziffern"
mkdir -p "$folder/modelle"
cp tests/data/*.gz "$folder"
cp eng/package/gpudigits.png "$folder"
# 1×1 pixels of BMP: SkiaSharp's library is found.
{
    printf 'BM\72\0\0\0\0\0\0\0\66\0\0\0\50\0\0\0\1\0\0\0\1\0\0\0\1\0\30\0'
    printf '\0\0\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
} >"$folder/black.bmp"
cd "$folder" || exit 1

passed=0 failed=0
report() {
    if [ "$1" = 0 ]; then
        passed=$((passed + 1)) && echo "ok   $2"
    else
        failed=$((failed + 1)) && echo "FAIL $2" && tail -n 8 "$work/out"
    fi
}
run() { timeout 300 "$wine" "$program/gpudigits.exe" "$@" >"$work/out" 2>&1; }
# expect CODE TEXT NAME ARGUMENT …: the exit code, and what the output must hold.
expect() {
    local code=$1 text=$2 name=$3 got=0
    shift 3
    run "$@" || got=$?
    echo "exit code $got" >>"$work/out"
    [ "$got" = "$code" ] && grep -qF -- "$text" "$work/out"
    report $? "$name"
}

digits=(--train-data 'C:\Zwölf Ziffern\train-images-excerpt.gz' --test-data 'C:/Zwölf Ziffern/t10k-images-excerpt.gz' --device cpu)
expect 0 '╭' "devices, with frames in UTF-8" devices
expect 0 'parameters' "summary" summary
expect 0 'missing (gpudigits data fetch gets it)' "data" data info
expect 0 'accuracy' "train, in a folder with a space and an umlaut" train "${digits[@]}" --epochs 2 --batch-size 50 \
    --out 'modelle\zwei.safetensors'
[ -f modelle/zwei.safetensors ]
report $? "a path with a backslash is a folder and a file"
expect 0 'Expected calibration error' "evaluate, with a slash" evaluate --device cpu --model modelle/zwei.safetensors \
    --data t10k-images-excerpt.gz
expect 0 '█' "predict, with bars in UTF-8" predict --device cpu gpudigits.png
expect 1 'no ink' "predict of another format" predict --device cpu black.bmp
expect 0 '' "export, with a drive letter" export --model 'c:\Zwölf Ziffern\modelle\zwei.safetensors' --onnx 'C:\Zwölf Ziffern\zwei.onnx'
expect 0 '' "import of the exported model" import zwei.onnx --out wieder.safetensors
expect 0 '' "explain" explain --device cpu --digit 4 --out erklärt
expect 3 'no CUDA driver' "a card that is missing" selftest --device cuda
long=$(printf 'lang%.0s' {1..300})
run summary --model "C:\\$long.safetensors"
[ $? = 1 ] && grep '^gpudigits: ' "$work/out" >/dev/null && [ "$(grep -c '[[:graph:]]' "$work/out")" = 1 ]
report $? "a path that is too long is one line"

# The functions beyond + - x / are our own, so the system does not matter; nothing that a training uses is left out.
rich=(--preset calculator --epochs 1 --batch-size 50 --seed 3 --synthetic 0.1 --augment 0.8 --schedule cosine --label-smoothing 0.05)
run train "${digits[@]}" "${rich[@]}" --out windows.safetensors &&
    dotnet run --project "$root/Training" -c Release -- train --train-data train-images-excerpt.gz --test-data t10k-images-excerpt.gz \
        --device cpu "${rich[@]}" --out linux.safetensors >"$work/out" 2>&1 &&
    cmp windows.safetensors linux.safetensors >>"$work/out" 2>&1
report $? "a training writes the same bytes on Windows and here"

# Ctrl+C ends a training and keeps what it has.
set -m # A group of its own: else the shell has it ignore the signal.
timeout --foreground 300 "$wine" "$program/gpudigits.exe" train "${digits[@]}" --epochs 5000 --out abbruch.safetensors >"$work/out" 2>&1 &
waiting=$!
# The first line names the epochs too, before there is anything to keep.
for _ in $(seq 60); do grep -qi 'accuracy' "$work/out" && break; sleep 1; done
kill -INT -- "-$waiting"
wait "$waiting"
# The signal ends timeout at once, and the program when it has saved.
for _ in $(seq 60); do [ -f abbruch.safetensors ] && break; sleep 1; done
[ -f abbruch.safetensors ]
report $? "Ctrl+C ends a training and keeps its model"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
