namespace Trading.Breakers;

/// <summary>How old the access token was that a call was made with. Schwab's live 30 minutes.</summary>
public enum TokenAge
{
    /// <summary>Too young to have expired; also where there are keys and no tokens.</summary>
    Fresh,

    /// <summary>Near or past its age.</summary>
    Aged,

    /// <summary>Made by the refresh that this very call forced.</summary>
    JustRefreshed,
}
