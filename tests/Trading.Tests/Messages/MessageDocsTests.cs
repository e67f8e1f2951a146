using System.Runtime.CompilerServices;

namespace Trading.Tests.Messages;

public class MessageDocsTests
{
    private const string Update = "UPDATE_DOCS";

    [Fact]
    public void The_page_of_messages_is_what_the_catalogue_says()
    {
        var page = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "docs", "messages.md"));
        var rendered = MessageDocs.Render();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(page)!);
            File.WriteAllText(page, rendered);
        }
        var committed = File.Exists(page) ? File.ReadAllText(page).ReplaceLineEndings("\n") : "";
        Assert.True(
            committed == rendered,
            $"""
            docs/messages.md is not what the catalogue of events says. {FirstDifference(committed, rendered)}
            Render it again: {Update}=1 dotnet run --project tests/Trading.Tests -- -class "*{nameof(MessageDocsTests)}"
            Where a field was renamed, removed or got another type, raise the version in EventTable and add the upcast from the old one.
            """);
    }

    private static string FirstDifference(string committed, string rendered)
    {
        var (old, now) = (committed.Split('\n'), rendered.Split('\n'));
        var line = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1} is '{old.ElementAtOrDefault(line)}' and should be '{now.ElementAtOrDefault(line)}'.";
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
