using Trading.Runtime.Journals;

namespace Trading.Simulation;

/// <summary>Calls rows written that are still on their way to the disk.</summary>
internal sealed class AcknowledgeBeforeDisk : Sabotage
{
    public override bool? IsLocal => true;

    public override IJournalFile Wrap(IJournalFile file) => new Late(file);

    /// <summary>Writes rows when the next ones come; those of a process that dies before are lost.</summary>
    private sealed class Late(IJournalFile inner) : SabotagedDisk(inner)
    {
        private IReadOnlyList<JournalRow> _held = [];

        public override void Append(IReadOnlyList<JournalRow> rows)
        {
            Write();
            _held = [.. rows];
        }

        public override void WriteSnapshot(JournalMark mark, IReadOnlyCollection<SnapshotItem> changes)
        {
            Write();
            base.WriteSnapshot(mark, changes);
        }

        private void Write()
        {
            if (_held.Count > 0) base.Append(_held);
            _held = [];
        }
    }
}

/// <summary>Recovers without the last row on the disk, as one who takes it for torn.</summary>
internal sealed class ForgetLastRow : Sabotage
{
    public override bool? IsLocal => true;

    public override IJournalFile Wrap(IJournalFile file) => new Short(file);

    private sealed class Short(IJournalFile inner) : SabotagedDisk(inner)
    {
        public override IEnumerable<JournalRow> Read(long from) => base.Read(from).SkipLast(1);
    }
}
