using Trading.FakeBrokers.Hosting;

return await FakeBrokersCommand.RunAsync(args);
