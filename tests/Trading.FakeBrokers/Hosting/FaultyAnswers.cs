using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Faults;

namespace Trading.FakeBrokers.Hosting;

/// <summary>Carries out the fault rules that meet a request.</summary>
public sealed class FaultyAnswers(IFakeBroker broker, FaultScript script)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var rule = context.WebSockets.IsWebSocketRequest ? null : script.Take(broker.Name, context.OperationOf(), context.Request.Path);
        switch (rule?.Kind)
        {
            case null:
                await next(context);
                break;
            case FaultKind.Reply:
                await ReplyAsync(context, rule);
                break;
            case FaultKind.Delay:
                await DelayAsync(context, rule.Delay);
                await next(context);
                break;
            case FaultKind.Drop:
                context.Abort();
                break;
            case FaultKind.DropAfter:
                await BufferAsync(context, next);
                context.Abort();
                break;
            case FaultKind.Hang:
                await UntilGivenUpAsync(context);
                break;
            case FaultKind.HangAfter:
                await BufferAsync(context, next);
                await UntilGivenUpAsync(context);
                break;
            case FaultKind.Rewrite:
                var answer = await BufferAsync(context, next);
                await context.Response.Body.WriteAsync(Rewritten(answer, rule), context.RequestAborted);
                break;
            default:
                context.SetFault(rule);
                await next(context);
                break;
        }
    }

    /// <summary>The JSON text with a value put into every field of a name, wherever it stands.</summary>
    public static byte[] Rewritten(byte[] json, FaultRule rule)
    {
        if (json.Length == 0) return json;
        var node = JsonNode.Parse(json)!;
        Rewrite(node, rule);
        return JsonSerializer.SerializeToUtf8Bytes(node);
    }

    private static void Rewrite(JsonNode? node, FaultRule rule)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Rewrite(item, rule);
        }
        else if (node is JsonObject fields)
        {
            if (fields.ContainsKey(rule.Field)) fields[rule.Field] = rule.Value;
            foreach (var (_, value) in fields) Rewrite(value, rule);
        }
    }

    private static async Task ReplyAsync(HttpContext context, FaultRule rule)
    {
        context.Response.StatusCode = rule.Status;
        foreach (var (name, value) in rule.Headers) context.Response.Headers[name] = value;
        if (rule.Body.Length == 0) return;
        context.Response.ContentType ??= rule.Body[0] is '{' or '[' ? "application/json; charset=UTF-8" : "text/html; charset=UTF-8";
        await context.Response.WriteAsync(rule.Body, context.RequestAborted);
    }

    /// <summary>Keeps what was asked, so that it is done even when nobody waits for the answer any more.</summary>
    private async Task DelayAsync(HttpContext context, TimeSpan delay)
    {
        var asked = new MemoryStream();
        await context.Request.Body.CopyToAsync(asked, context.RequestAborted);
        asked.Position = 0;
        context.Request.Body = asked;
        context.Response.RegisterForDispose(asked);
        context.RequestAborted = CancellationToken.None;
        await Task.Delay(delay, broker.Time);
    }

    /// <summary>Lets the endpoint do its work and keeps what it would have said.</summary>
    private static async Task<byte[]> BufferAsync(HttpContext context, RequestDelegate next)
    {
        var wire = context.Response.Body;
        using var said = new MemoryStream();
        context.Response.Body = said;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = wire;
        }
        context.Response.ContentLength = null;
        return said.ToArray();
    }

    private async Task UntilGivenUpAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        script.SayHung(context.OperationOf());
        await gone.Task;
        context.Abort();
    }
}
