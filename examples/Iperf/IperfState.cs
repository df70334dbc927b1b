/// <summary>What the two ends tell each other, an octet each, over the control connection (iperf3, iperf_api.h).</summary>
public enum IperfState : sbyte
{
    ServerError = -2,
    AccessDenied = -1,
    TestStart = 1,
    TestRunning = 2,
    TestEnd = 4,
    ParameterExchange = 9,
    CreateStreams = 10,
    ServerTerminate = 11,
    ClientTerminate = 12,
    ExchangeResults = 13,
    DisplayResults = 14,
    Done = 16,
}
