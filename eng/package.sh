#!/usr/bin/env bash
# Makes what is given to others, in artifacts/packages: gpudigits as a .NET tool (gpudigits.VERSION.nupkg), and for each RID (given as
# arguments, else linux-x64 win-x64 osx-arm64) a folder with gpudigits and gpudigits-viewer, each one self-contained file, and its archive.
# Tries out what runs on this machine. GpuPackages=nuget or polyfill as everywhere: releases are made with nuget.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
out=$root/artifacts/packages
rids=("$@")
[ ${#rids[@]} -gt 0 ] || rids=(linux-x64 win-x64 osx-arm64)
version=$(dotnet msbuild Training/Training.csproj -getProperty:Version | tr -d '[:space:]')
rm -rf "$out"
mkdir -p "$out"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# try PROGRAM …: what a person would do first, away from the repository.
try() {
    ( cd "$scratch"
      "$@" --version
      "$@" summary | tail -n 1
      "$@" export --onnx try.onnx
      "$@" predict --device cpu "$root/eng/package/gpudigits.png" | head -n 1 )
}

echo "== .NET tool $version"
dotnet pack Training/Training.csproj -c Release -v q -o "$out" --artifacts-path "$root/artifacts/publish"
dotnet tool install gpudigits --version "$version" --tool-path "$scratch/tool" --source "$out" >/dev/null
try "$scratch/tool/gpudigits"

here=$(dotnet --info | awk '$1 == "RID:" { print $2 }')
for rid in "${rids[@]}"; do
    echo "== $rid"
    folder=$out/gpudigits-$version-$rid
    for project in Training Viewer; do
        dotnet publish "$project/$project.csproj" -c Release -v q -r "$rid" --self-contained -p:PublishSingleFile=true -p:PublishReadyToRun=true \
            --artifacts-path "$root/artifacts/publish" -o "$folder"
    done
    rm -f "$folder"/*.xml "$folder"/*.pdb
    cp LICENSE THIRD-PARTY-NOTICES.md CHANGELOG.md Engine/Pictures/Font/OFL.txt "$folder"
    case $rid in linux-*) cp eng/package/gpudigits.desktop eng/package/gpudigits.svg eng/package/gpudigits.png "$folder" ;; esac
    tar -C "$out" -czf "$folder.tar.gz" "${folder##*/}"
    du -sh "$folder" "$folder.tar.gz"
    [ "$rid" != "$here" ] || { try "$folder/gpudigits" && "$folder/gpudigits-viewer" --version; }
done
