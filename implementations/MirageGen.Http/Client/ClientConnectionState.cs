namespace MirageGen.Http;

/// <summary>What a client's connection is there for.</summary>
internal enum ClientConnectionState : byte
{
    /// <summary>A request, and the response to it.</summary>
    Active,

    /// <summary>The next request.</summary>
    Idle,

    /// <summary>Nothing more.</summary>
    Closing,
}
