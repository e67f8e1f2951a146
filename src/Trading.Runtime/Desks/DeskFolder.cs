namespace Trading.Runtime.Desks;

/// <summary>Where a desk keeps what outlives it: a folder that only its owner may read.</summary>
public sealed class DeskFolder(string path)
{
    /// <summary>The folder where none is named.</summary>
    public const string DefaultName = "trading-desk";

    private const string OwnerName = "account.txt";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Journal => System.IO.Path.Combine(Path, "desk.db");

    /// <summary>Where a running desk answers. A socket's path is short by the system's rule, so the shorter way to it is taken.</summary>
    public string Control => Shorter("control.sock");

    /// <exception cref="IOException">The folder cannot be made.</exception>
    public void Make()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Makes the folder one broker's and account's, or asserts that it is: a journal means nothing to another account.</summary>
    /// <exception cref="IOException">It is another's; the message says whose.</exception>
    public void Claim(string broker, string account)
    {
        var path = System.IO.Path.Combine(Path, OwnerName);
        var owner = $"{broker} {account}";
        // Before folders had owners there were paper desks alone.
        var known = File.Exists(path) ? File.ReadAllText(path).Trim() : File.Exists(Journal) && broker != PaperVenueFactory.BrokerName ? PaperVenueFactory.BrokerName : owner;
        if (known != owner) throw new IOException($"The desk in {Path} trades at '{known}', not at '{owner}'. Choose another folder with --desk.");
        if (!File.Exists(path)) File.WriteAllText(path, owner);
    }

    /// <summary>Asks the desk that runs on this folder; null when none does.</summary>
    public async Task<ControlReply?> AskAsync(ControlRequest request, CancellationToken cancellation)
    {
        if (!File.Exists(Control)) return null;
        using var client = await LineClient.ConnectAsync(Control, cancellation);
        return client is null ? null : ControlReply.Read(await client.AskAsync(request.ToLine(), cancellation));
    }

    private string Shorter(string name)
    {
        var whole = System.IO.Path.Combine(Path, name);
        var relative = System.IO.Path.GetRelativePath(Directory.GetCurrentDirectory(), whole);
        return relative.Length < whole.Length ? relative : whole;
    }
}
