namespace Trading.Runtime.Desks;

/// <summary>Where a desk keeps what outlives it: a folder that only its owner may read.</summary>
public sealed class DeskFolder(string path)
{
    /// <summary>The folder where none is named.</summary>
    public const string DefaultName = "trading-desk";

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
