using Trading.FakeBrokers.Alpaca;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;

var market = new FakeMarket(TimeProvider.System, new NyseCalendar());
await using var alpaca = await FakeBrokerServer.StartAsync(new FakeAlpaca(market), port: 7301);
Console.WriteLine($"Alpaca  {alpaca.Url}");
var stopped = new TaskCompletionSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopped.TrySetResult();
};
await stopped.Task;
