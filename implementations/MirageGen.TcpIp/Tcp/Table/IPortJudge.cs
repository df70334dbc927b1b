namespace MirageGen.TcpIp.Tcp;

/// <summary>Knows which ports are taken.</summary>
internal interface IPortJudge
{
    /// <summary>Whether a connection may have these ends.</summary>
    bool WillDo(in ConnectionKey key);
}
