using Trading.Messages;
using Trading.Risk;

namespace Trading.Simulation;

/// <summary>What happens by itself: faults that last, and an operator with a mind of their own.</summary>
internal sealed partial class SimulatedRun
{
    private void Await(FaultKind kind, DateTimeOffset from)
    {
        if (_world.Faults.Until(kind) is not { } delay || _days.After(from, delay) is not { } time || time >= _calmFrom) return;
        _world.Agenda.Add(time, () =>
        {
            if (_world.Faults.AreOver) return;
            Begin(kind);
            Await(kind, _world.Now);
        });
    }

    private void Begin(FaultKind kind)
    {
        var dice = _world.Faults.Dice;
        var now = _world.Now;
        var lasts = TimeSpan.Zero;
        switch (kind)
        {
            case FaultKind.Crash:
                _desk.Doom(dice);
                break;
            case FaultKind.StoreGone:
                lasts = dice.Seconds(1, 240);
                _world.Faults.StoreGoneUntil = now + lasts;
                break;
            case FaultKind.BrokerGone:
                lasts = dice.Seconds(2, 300);
                _world.Faults.BrokerGoneUntil = now + lasts;
                break;
            case FaultKind.FeedSilent:
                lasts = dice.Seconds(20, 1200);
                _world.Faults.FeedSilentUntil = now + lasts;
                break;
            case FaultKind.StreamSilent:
                lasts = dice.Seconds(10, 900);
                _world.Faults.StreamSilentUntil = now + lasts;
                break;
            case FaultKind.ClockJump:
                _world.Desk.Error = dice.Chance(4000) ? TimeSpan.Zero : dice.Seconds(0, 40) - TimeSpan.FromSeconds(20);
                _desk.OnClockJump();
                break;
            case FaultKind.SymbolHalted:
                var tape = _tapes[dice.Below(_tapes.Length)];
                lasts = dice.Seconds(60, 1800);
                _exchange.Halt(tape.Symbol);
                _world.After(lasts, () => _exchange.Resume(tape.Symbol));
                break;
            default:
                return;
        }
        _world.Faults.Note(lasts);
        _world.Chronicle?.Tell(now, null, $"fault: {kind}{(lasts > TimeSpan.Zero ? $" for {lasts.TotalSeconds:0} s" : "")}");
    }

    private void AwaitOperator(DateTimeOffset from)
    {
        if (_days.After(from, _world.Scheduling.Seconds(3600, 50_000)) is not { } time || time >= _calmFrom) return;
        _world.Agenda.Add(time, () =>
        {
            Halt();
            AwaitOperator(_world.Now);
        });
    }

    /// <summary>Now and then somebody halts the desk in the very moment in which a trade was approved.</summary>
    private void OnSaid(Message message)
    {
        if (message is { Data: HaltRequested, Source: AgentNames.Reconciliation }) _world.After(_world.Scheduling.Seconds(30, 900), ResumeAfterALook);
        if (message.Data is TradeApproved && _world.Now < _calmFrom && _world.Scheduling.Chance(700)) _world.After(_world.Scheduling.Milliseconds(0, 80), Halt);
    }

    /// <summary>Somebody looked into what the desk could not explain.</summary>
    private void ResumeAfterALook()
    {
        if (_world.Now < _calmFrom) _desk.Say(EventNames.ResumeRequested, new ResumeRequested("it was looked into"));
    }

    private void Halt()
    {
        if (_world.Now >= _calmFrom) return;
        var dice = _world.Scheduling;
        var state = dice.Chance(3000) ? TradingState.Reducing : TradingState.Halted;
        _desk.Say(EventNames.HaltRequested, new HaltRequested(state, state == TradingState.Halted && dice.Chance(4000), "the operator wants it"));
        _world.After(dice.Seconds(30, 2400), () => _desk.Say(EventNames.ResumeRequested, new ResumeRequested("the operator wants it")));
    }
}
