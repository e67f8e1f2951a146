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
                var count = Math.Min(_pending.Count, _options.MostRowsAtOnce);
                (_writing, _pending) = (_pending[..count], _pending[count..]);
            }
            try
            {
                _file.Append([.. _writing.Select(one => one.Row)]);
            }
#pragma warning disable CA1031 // whatever the disk throws, nothing may go on that is not journalled
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Stop(fault);
                return false;
            }
            lock (_lock)
                foreach (var one in _writing) Deliver(one);
            foreach (var one in _writing) one.Done.TrySetResult();
            _writing = [];
            SnapshotWhenDue();
            return true;
        }
    }

    private Pending Enqueue(JournalRow row, ImmutableArray<Message> said, ImmutableArray<ReadOnlyMemory<byte>> messages)
    {
        row = row with { Sequence = _last.Sequence + 1, Passed = StepText.WritePassed(_passed) };
        _passed.Clear();
        row = row with { Checksum = row.ChecksumAfter(_last.Checksum) };
        _last = new JournalMark(row.Sequence, row.Checksum);
        var done = new TaskCompletionSource(_options.Writing == JournalWriting.Together ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
        var pending = new Pending(row, said, messages, done);
        _pending.Add(pending);
        return pending;
    }

    private async ValueTask<StepOutcome> WrittenAsync(Pending pending, StepOutcome outcome)
    {
        if (_options.Writing == JournalWriting.AtOnce) WritePending();
        else if (_options.Writing == JournalWriting.Together) _work.Release();
        await pending.Done.Task;
        return outcome;
    }

    private void Deliver(Pending one)
    {
        _written = new JournalMark(one.Row.Sequence, one.Row.Checksum);
        Note(one.Row);
        for (var i = 0; i < one.Said.Length; i++)
            foreach (var inbox in _subscriptions.HearersOfAny(one.Said[i].Name))
                if (inbox.Add(new JournalEntry(one.Row.Sequence, i, one.Said[i].Id, one.Said[i].Name, one.Messages[i], one.Said[i]))) inbox.Bell.Writer.TryWrite(true);
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
            (_writing, _pending) = ([], []);
        }
        foreach (var one in lost) one.Done.TrySetException(_fault);
        _stopped.TrySetResult(_fault);
    }

    private sealed record Pending(JournalRow Row, ImmutableArray<Message> Said, ImmutableArray<ReadOnlyMemory<byte>> Messages, TaskCompletionSource Done);
}
