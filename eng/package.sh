#!/usr/bin/env bash
# Makes what is given to others, in artifacts/packages: gpudigits as a .NET tool (gpudigits.VERSION.nupkg), and for each RID (given as
# arguments, else linux-x64 win-x64 osx-arm64) a folder with gpudigits and gpudigits-viewer, each one self-contained file, and its archive.
# Tries out what runs on this machine. Each package has its bill of materials (sbom.cdx.json, CycloneDX). eng/reproduce.sh checks that
# the same commit gives the same bytes in another folder. Where the feed has Silk.NET's window, its package brings GLFW for every system.
# The stand-in brings none: a package for this machine's own system then gets the GLFW that is installed here. GpuPackages decides, as in
# ./digits.
#   --window   only the viewer for this machine, not compiled ahead and not kept: does it open its window? (3: something is missing)
set -euo pipefail
unset CDPATH
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
out=$root/artifacts/packages
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
here=$(dotnet --info | awk '$1 == "RID:" { print $2 }')
# Only what the lock files name; no path of this machine in what is made; one time for every entry: the commit's.
export GpuLocked=true ContinuousIntegrationBuild=true
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}
export SOURCE_DATE_EPOCH
silk=$(dotnet msbuild polyfill/Silk.NET/Silk.NET.csproj -t:FindSilkPackages -getProperty:SilkPackages | tr -d '[:space:]')
# Not on every user's path, as on Debian. awk reads to the end: a reader that stops early ends the writer, and with it this script.
PATH=$PATH:/usr/sbin:/sbin
glfw=$({ ldconfig -p 2>/dev/null || true; } | awk '$1 == "libglfw.so.3" && !found { print $NF; found = 1 }')

# brings_glfw RID: whether the package gets the GLFW of this machine, which then lies in $scratch.
brings_glfw() {
    [ "$silk" != nuget ] && [ "$1" = "$here" ] && [ -n "$glfw" ] && cp "$(readlink -f "$glfw")" "$scratch/libglfw.so.3.3"
}

# publish PROJECT RID FOLDER …: one self-contained file, with GLFW inside.
publish() {
    local project=$1 rid=$2 folder=$3 bring=()
    shift 3
    ! brings_glfw "$rid" || bring=(-p:GlfwLibrary="$scratch/libglfw.so.3.3")
    dotnet publish "$project/$project.csproj" -c Release -v q -r "$rid" --self-contained -p:PublishSingleFile=true -p:RunAnalyzers=false \
        --artifacts-path "$root/artifacts/publish" -o "$folder" ${bring[@]+"${bring[@]}"} "$@"
}

# open_window PROGRAM: plays a recording in a window on a screen in memory, where the system's GLFW cannot be loaded.
open_window() {
    local code=0 reason=
    command -v Xvfb >/dev/null || reason="Xvfb"
    unshare -rm true 2>/dev/null || reason="unshare, as this user may use it"
    [ "$silk" = nuget ] || [ -n "$glfw" ] || reason="GLFW (libglfw3)"
    [ -z "$reason" ] || { echo "skipped: the window of a package needs $reason"; return 3; }
    Xvfb -displayfd 3 -screen 0 1600x1200x24 -nolisten tcp -noreset 3>"$scratch/display" 2>/dev/null &
    server=$!
    for _ in $(seq 100); do [ -s "$scratch/display" ] || sleep 0.1; done
    # shellcheck disable=SC2016
    DISPLAY=:$(cat "$scratch/display") WAYLAND_DISPLAY='' HOME=$scratch XDG_CONFIG_HOME=$scratch unshare -rm bash -c '
        for library in $(ldconfig -p | awk "/libglfw/ { print \$NF }"); do mount --bind /dev/null "$(readlink -f "$library")" || exit; done
        exec "$@"' - "$1" --replay "$root/Viewer/Assets/Demo/13x14.json" --screenshot "$scratch/window.png" || code=$?
    kill "$server" 2>/dev/null || true
    server=
    if [ "$code" = 0 ] && [ -s "$scratch/window.png" ]; then echo "ok   the window of a package opens without the system's GLFW"
    else echo "FAIL the window of a package does not open (exit code $code)"; return 1; fi
}

if [ "${1:-}" = --window ]; then
    publish Viewer "$here" "$scratch/viewer" -p:PublishReadyToRun=false
    open_window "$scratch/viewer/gpudigits-viewer"
    exit
fi

rids=("$@")
[ ${#rids[@]} -gt 0 ] || rids=(linux-x64 win-x64 osx-arm64)
# Without a lock file a restore would take what there is. With Silk.NET's window from packages the viewer has none (docs/supply.md).
programs=(Training Viewer)
[ "$silk" != nuget ] || programs=(Training)
for rid in "${rids[@]}"; do
    for program in "${programs[@]}"; do
        lock=eng/locks/$rid/$program.lock.json
        [ -f "$lock" ] || { echo "package.sh: $lock is missing: eng/lock.sh writes it, for the systems that it names" >&2; exit 2; }
    done
done
version=$(dotnet msbuild Training/Training.csproj -getProperty:Version | tr -d '[:space:]')
rm -rf "$out"
mkdir -p "$out"

# try PROGRAM …: what a person would do first, away from the repository.
try() {
    ( cd "$scratch"
      "$@" --version
      "$@" summary | tail -n 1
      "$@" export --onnx try.onnx
      "$@" predict --device cpu "$root/eng/package/gpudigits.png" | sed -n 1p )
}

shipped() { dotnet "$root/eng/shipped/bin/Release/net10.0/gpudigits-shipped.dll" "$@"; }
dotnet build eng/shipped -c Release -v q

# sbom FILE OPTION … DEPS …: what the programs with these .deps.json carry.
sbom() { shipped sbom --version-of-program "$version" --out "$@"; }

echo "== .NET tool $version"
as_tool=(Training/Training.csproj -c Release -v q -p:_IsPacking=true --artifacts-path "$root/artifacts/publish")
dotnet build "${as_tool[@]}"
sbom "$scratch/sbom.cdx.json" artifacts/publish/bin/Training/release/gpudigits.deps.json
dotnet pack "${as_tool[@]}" -o "$out" -p:Sbom="$scratch/sbom.cdx.json"
dotnet tool install gpudigits --version "$version" --tool-path "$scratch/tool" --source "$out" >/dev/null
try "$scratch/tool/gpudigits"

for rid in "${rids[@]}"; do
    echo "== $rid"
    folder=$out/gpudigits-$version-$rid
    bring=()
    ! brings_glfw "$rid" || bring=(--glfw "$scratch/libglfw.so.3.3")
    [ "$silk" = nuget ] || [ ${#bring[@]} -gt 0 ] ||
        echo "no GLFW for $rid: this package's window uses the system's"
    for project in Training Viewer; do publish "$project" "$rid" "$folder" -p:PublishReadyToRun=true; done
    rm -f "$folder"/*.xml "$folder"/*.pdb
    [ -s "$folder/THIRD-PARTY-NOTICES-dotnet.txt" ] ||
        { echo "package.sh: the notices of the .NET runtime are not in $folder (eng/package/Program.props)" >&2; exit 1; }
    cp LICENSE THIRD-PARTY-NOTICES.md CHANGELOG.md Pictures/Font/OFL.txt "$folder"
    case $rid in linux-*) cp eng/package/gpudigits.desktop eng/package/gpudigits.svg eng/package/gpudigits.png "$folder" ;; esac
    sbom "$folder/sbom.cdx.json" ${bring[@]+"${bring[@]}"} \
        "artifacts/publish/obj/Training/release_$rid/gpudigits.deps.json" \
        "artifacts/publish/obj/Viewer/release_$rid/gpudigits-viewer.deps.json"
    shipped pack "$folder"
    du -sh "$folder" "$folder.tar.gz"
    [ "$rid" = "$here" ] || continue
    try "$folder/gpudigits"
    "$folder/gpudigits-viewer" --version
    open_window "$folder/gpudigits-viewer" || [ $? = 3 ]
done
