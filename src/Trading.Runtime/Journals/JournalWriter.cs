using System.Collections.Immutable;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.Journals;

/// <content>The way of a row to the disk, together with those that were committed meanwhile, and of its messages to their inboxes after it.</content>
public sealed partial class Journal
{
    /// <summary>Writes what is pending in one transaction; whether there was anything.</summary>
    public bool WritePending()
    {
        lock (_writeLock)
        {
            lock (_lock)
            {
                if (_pending.Count == 0 || _fault is not null) return false;
                TakePending(_options.MostRowsAtOnce);
            }
            try
            {
                AppendTaken();
            }
#pragma warning disable CA1031 // whatever the disk throws, nothing may go on that is not journalled
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Stop(fault);
                return false;
            }
            lock (_lock) DeliverTaken();
            foreach (var one in TakeAnswered()) one.TrySetResult(StepOutcome.Committed);
            SnapshotWhenDue();
            return true;
        }
    }

    private Pending Enqueue(JournalRow row, ImmutableArray<Message> said)
    {
        _passed.Clear();
        _last = row.Sequence;
        var pending = new Pending(row, said, _options.Writing == JournalWriting.Together ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
        _pending.Add(pending);
        // The writer goes on until nothing is pending, so only the first has to wake it.
        if (_pending.Count == 1 && _options.Writing == JournalWriting.Together) _work.Release();
        return pending;
    }

    private ValueTask<StepOutcome> WrittenAsync(Pending pending)
    {
        if (_options.Writing == JournalWriting.AtOnce) WritePending();
        return new(pending.Task);
    }

    private void TakePending(int most)
    {
        if (_pending.Count <= most)
        {
            (_writing, _pending) = (_pending, _writing);
            return;
        }
        _writing.AddRange(_pending.GetRange(0, most));
        _pending.RemoveRange(0, most);
    }

    /// <summary>The part that waits for the disk. Under the write lock alone, so that steps are taken meanwhile.</summary>
    private void AppendTaken()
    {
        _rows.Clear();
        var checksum = _written.Checksum;
        foreach (var one in _writing)
        {
            one.Row.Checksum = checksum = one.Row.ChecksumAfter(checksum);
            _rows.Add(one.Row);
        }
        _file.Append(_rows);
    }

    private void DeliverTaken()
    {
        foreach (var one in _writing) Deliver(one);
        foreach (var inbox in _inboxes.Values) inbox.Ring();
    }

    /// <summary>Those who wait for the rows that are on the disk. Answered, they may commit at once, so nothing may be under way by then.</summary>
    private Pending[] TakeAnswered()
    {
        Pending[] answered = [.. _writing];
        _writing.Clear();
        return answered;
    }

    private void Deliver(Pending one)
    {
        _written = new JournalMark(one.Row.Sequence, one.Row.Checksum);
        Note(one.Row);
        var from = 0;
        for (var i = 0; i < one.Said.Length; i++)
        {
            var said = one.Said[i];
            (var line, from) = StepText.LineAt(one.Row.Said, from);
            foreach (var inbox in _subscriptions.HearersOf(said.Name)) inbox.Add(new JournalEntry(one.Row.Sequence, i, said.Id, said.Name, line, said));
        }
    }

    private void Note(JournalRow row)
    {
        LastTime = row.Time;
        _lastTimes[row.Inbox] = row.Time;
    }

    private void WriteOn()
    {
        while (true)
        {
            _work.Wait();
            while (WritePending())
            {
            }
            lock (_lock)
                if (_isClosing || _fault is not null) return;
        }
    }

    private void Stop(Exception fault)
    {
        List<Pending> lost;
        lock (_lock)
        {
            _fault = new JournalStoppedException(fault);
            lost = [.. _writing, .. _pending];
            _writing.Clear();
            _pending.Clear();
        }
        foreach (var one in lost) one.TrySetException(_fault);
        _stopped.TrySetResult(_fault);
    }

    /// <summary>A row on its way to the disk, and the answer to whoever committed it.</summary>
    private sealed class Pending(JournalRow row, ImmutableArray<Message> said, TaskCreationOptions options) : TaskCompletionSource<StepOutcome>(options)
    {
        public JournalRow Row => row;

        public ImmutableArray<Message> Said => said;
    }
}
