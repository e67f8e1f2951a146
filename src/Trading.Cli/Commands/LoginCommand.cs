using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Trading.Runtime.Brokers.Schwab.Login;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Resilience;

namespace Trading.Cli.Commands;

/// <summary><c>trading login</c></summary>
internal sealed class LoginCommand : DeskCommand
{
    public LoginCommand(Terminal terminal)
        : base("login", "Log in at a broker that wants a person to.") => Subcommands.Add(new SchwabLoginCommand(terminal));

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading login schwab", "Opens the browser, waits for it to come back, and keeps the login for seven days."),
        ("trading login schwab --paste", "On a machine without a browser: open the address anywhere, and paste where it led to."),
    ];

    private sealed class SchwabLoginCommand : DeskCommand
    {
        private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

        private readonly Option<string?> _config = new("--config") { Description = "The configuration file. Default: trading.yaml in this folder, if there is one.", HelpName = "FILE" };
        private readonly Option<bool> _paste = new("--paste") { Description = "Paste the address the browser was sent to, instead of waiting for it on this machine." };
        private readonly Terminal _terminal;

        public SchwabLoginCommand(Terminal terminal)
            : base("schwab", "Log in at Charles Schwab. Needs SCHWAB_APP_KEY and SCHWAB_APP_SECRET.")
        {
            _terminal = terminal;
            Options.Add(_config);
            Options.Add(_paste);
            SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(_config), arguments.GetValue(_paste), cancellation));
        }

        public override IReadOnlyList<(string Line, string Does)> Examples => [("trading login schwab", "Keeps a login for seven days.")];

        private async Task<int> RunAsync(string? path, bool isPasted, CancellationToken cancellation)
        {
            var configuration = Configurations.Load(path, []);
            using var connection = SchwabDesk.Open(configuration, new NoAlarms(), Environment.GetEnvironmentVariable, TimeProvider.System);
            var login = connection.BeginLogin();
            var redirect = isPasted ? Pasted(login) : await CallbackAsync(login, configuration.Brokers.Schwab.Callback, cancellation);
            try
            {
                var answer = await login.CompleteAsync(redirect, cancellation);
                if (answer is not { IsDone: true, Value: { } token }) throw new CommandFailure(ExitCode.Failed, $"Schwab gave no login: {answer.Reason} ({answer.Code}). Begin again: trading login schwab");
                _terminal.Output.WriteLine($"Logged in until {token.LoginEndsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Kept in {configuration.Brokers.Schwab.ToStore(TimeProvider.System).Path}");
                _terminal.Output.WriteLine("A desk that was stopped by a refused login goes on when its breaker is reset.");
                return ExitCode.Done;
            }
            catch (TokenStoreException broken)
            {
                throw new CommandFailure(ExitCode.Failed, broken.Message);
            }
        }

        private Uri Pasted(SchwabLogin login)
        {
            _terminal.Error.WriteLine("Open this address, log in, choose the account and allow the app:");
            _terminal.Error.WriteLine();
            _terminal.Error.WriteLine(login.AuthorizeUrl.AbsoluteUri);
            _terminal.Error.WriteLine();
            _terminal.Error.WriteLine("The browser then fails to open a page at 127.0.0.1. Paste the whole address of that page within 30 seconds:");
            return Uri.TryCreate(_terminal.Input.ReadLine()?.Trim(), UriKind.Absolute, out var address)
                ? address
                : throw new CommandFailure(ExitCode.WrongUse, "That is no address. It begins with https://127.0.0.1 and carries a code.");
        }

        private async Task<Uri> CallbackAsync(SchwabLogin login, Uri registered, CancellationToken cancellation)
        {
            using var callback = Listen(registered);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(LongestWait);
            _terminal.Error.WriteLine("Log in at Schwab, choose the account and allow the app. If no browser opens, open this address:");
            _terminal.Error.WriteLine();
            _terminal.Error.WriteLine(login.AuthorizeUrl.AbsoluteUri);
            _terminal.Error.WriteLine();
            _terminal.Error.WriteLine($"Coming back, the browser warns of the certificate of {registered.Host}: it was made on this machine for this login. Go on.");
            Open(login.AuthorizeUrl);
            try
            {
                return await callback.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new CommandFailure(ExitCode.Failed, $"The browser did not come back within {LongestWait.TotalMinutes:0} minutes. On another machine use: trading login schwab --paste");
            }
        }

        private static LoopbackCallback Listen(Uri registered)
        {
            try
            {
                return new LoopbackCallback(registered, TimeProvider.System);
            }
            catch (SocketException taken)
            {
                throw new CommandFailure(ExitCode.Failed, $"{registered} cannot be listened on: {taken.Message} Ports below 1024 need more rights; or use: trading login schwab --paste");
            }
        }

        private static void Open(Uri address)
        {
            try
            {
                using var browser = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
            }
            catch (Exception none) when (none is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
            {
                // The address has been printed.
            }
        }

        private sealed class NoAlarms : IBrokerAlarms
        {
            public void Raise(BrokerAlarm alarm)
            {
                // What went wrong is in the answer, which is told.
            }
        }
    }
}
