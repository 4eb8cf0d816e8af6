#!/usr/bin/env bash
# Does a commit give the same packages twice? Clones HEAD into two folders whose paths differ in length, makes the packages in each with
# eng/package.sh (for the systems given as arguments, else for this machine's) and compares every file that is given to others.
# One line a file; 1 if one differs, which then stays to be looked at.
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/.."
systems=("$@")
[ ${#systems[@]} -gt 0 ] || systems=("$(dotnet --info | awk '$1 == "RID:" { print $2 }')")
scratch=$(mktemp -d)
# What differs stays.
trap 'rm -rf "$scratch/one" "$scratch/another longer path" "$scratch/log"; rmdir "$scratch" 2>/dev/null || true' EXIT
# Both first: HEAD may move while the packages are made.
for folder in one "another longer path/two"; do git clone -q . "$scratch/$folder"; done
for folder in one "another longer path/two"; do
    echo "== building in a folder whose path has $(printf '%s' "$scratch/$folder" | wc -c) characters"
    "$scratch/$folder/eng/package.sh" "${systems[@]}" >"$scratch/log" 2>&1 ||
        { tail -n 20 "$scratch/log" >&2; echo "reproduce.sh: the packages of $folder cannot be made: see above" >&2; exit 1; }
done
differ=0
cd "$scratch/one/artifacts/packages"
for file in *.nupkg *.tar.gz */sbom.cdx.json; do
    if cmp -s "$file" "$scratch/another longer path/two/artifacts/packages/$file"; then
        echo "ok   $(sha256sum "$file")"
    else
        echo "FAIL $file differs: both lie in $scratch"
        differ=1
        mkdir -p "$scratch/differ/1" "$scratch/differ/2"
        cp --parents "$file" "$scratch/differ/1"
        (cd "$scratch/another longer path/two/artifacts/packages" && cp --parents "$file" "$scratch/differ/2")
    fi
done
exit $differ
