using System.Collections;

namespace GpuDigits.Engine;

/// <summary>A stack that forgets its oldest entries, so that undoing costs no more memory however long a person works.</summary>
internal sealed class UndoStack<T> : IEnumerable<T>
{
    /// <summary>Entries that are kept.</summary>
    public const int Limit = 1000;

    private readonly LinkedList<T> _entries = [];

    public int Count => _entries.Count;

    public void Push(T entry)
    {
        if (_entries.Count == Limit)
            _entries.RemoveFirst();
        _entries.AddLast(entry);
    }

    public bool TryPop(out T entry)
    {
        if (_entries.Last is not { } last)
        {
            entry = default!;
            return false;
        }

        entry = last.Value;
        _entries.RemoveLast();
        return true;
    }

    public void Clear() => _entries.Clear();

    /// <summary>The entries, oldest first.</summary>
    public IEnumerator<T> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One with the same entries, which then goes its own way.</summary>
    public UndoStack<T> Copy()
    {
        var copy = new UndoStack<T>();
        foreach (var entry in _entries)
            copy._entries.AddLast(entry);
        return copy;
    }
}
