using System.Collections.Immutable;
using MirageGen.Composer.Apis;

namespace MirageGen.Composer.OperatingSystem;

/// <summary>
/// What of .NET's base library needs an operating system, and what takes its place. Types are covered with all their
/// members unless members are named; of two rows for one member the first counts. What works without one is left out:
/// <c>Environment.NewLine</c>, <c>ProcessorCount</c> and <c>TickCount64</c>, pure functions of <c>Path</c>, digests that are
/// managed code.
/// </summary>
internal static class OperatingSystemApis
{
    private const string KeyValueReader = "MirageGen.IKeyValueReader";
    private const string KeyValueStore = "MirageGen.IKeyValueStore";

    private static readonly Instead Reading = new("ask for IKeyValueReader", KeyValueReader);
    private static readonly Instead Writing = new("ask for IKeyValueStore", KeyValueStore);
    private static readonly Instead ReadingOrWriting =
        new("ask for IKeyValueReader, or for IKeyValueStore to write", KeyValueReader + ";" + KeyValueStore);

    private static readonly Instead Stack = new("ask for INetworkStack", "MirageGen.INetworkStack");
    private static readonly Instead Resolver = new("ask for INameResolver", "MirageGen.INameResolver");
    private static readonly Instead HttpClient = new("ask for the HttpClient of MirageGen.Http", "MirageGen.Http.HttpClient");
    private static readonly Instead HttpServer = new("ask for the HttpServer of MirageGen.Http", "MirageGen.Http.HttpServer");
    private static readonly Instead Tls = new(
        "it calls OpenSSL, which no image carries; use BouncyCastle's TLS over a flow of INetworkStack",
        "MirageGen.INetworkStack");

    private static readonly Instead Console = new(
        "ask for IConsole to talk to whoever runs it, for ILogger to log",
        "MirageGen.IConsole;Microsoft.Extensions.Logging.ILogger`1");

    private static readonly Instead Clock = new("ask for TimeProvider and await Task.Delay(span, clock)", "System.TimeProvider");
    private static readonly Instead Random = new("ask for IRandom", "MirageGen.IRandom");
    private static readonly Instead Digests = new("it calls OpenSSL, which no image carries; use BouncyCastle for now");
    private static readonly Instead Threads = new("its one thread is the loop's; await the work on it");
    private static readonly Instead Processes = new("there is one program and no signature for another");
    private static readonly Instead Pipes = new(
        "there is no other process to talk to and no signature for it; use INetworkStack between machines",
        "MirageGen.INetworkStack");

    private static readonly Instead Variables = new("there are no variables; take an [Argument] parameter");
    private static readonly Instead CommandLine = new("take an [Argument] parameter for each argument");
    private static readonly Instead ExitCode = new("return the exit code from RunAsync");
    private static readonly Instead Stopping = new("the CancellationToken of RunAsync says when to stop");
    private static readonly Instead Host = new("there is no host to ask about; take an [Argument] parameter where it matters");
    private static readonly Instead TimeZones = new("there is no time zone database; reckon in UTC");

    /// <summary>The table.</summary>
    public static ImmutableArray<ApiRule> Rules { get; } =
    [
        // Files and directories.
        Writing.OfMembers(
            "System.IO.File", "Append*", "Copy", "Create*", "Delete", "Move", "OpenWrite", "Replace", "Set*", "Write*"),
        Writing.OfMembers("System.IO.Directory", "Create*", "Delete", "Move", "Set*"),
        Writing.OfMembers("System.IO.Path", "GetTempFileName", "GetTempPath"),
        Reading.OfMembers("System.IO.Path", "Exists"),
        .. Reading.Of("System.IO.File", "System.IO.Directory", "System.IO.FileSystemWatcher", "System.IO.DriveInfo"),
        .. ReadingOrWriting.Of(
            "System.IO.FileStream",
            "System.IO.FileSystemInfo",
            "System.IO.FileInfo",
            "System.IO.DirectoryInfo",
            "System.IO.RandomAccess",
            "System.IO.MemoryMappedFiles.MemoryMappedFile",
            "System.IO.IsolatedStorage.IsolatedStorageFile",
            "System.IO.IsolatedStorage.IsolatedStorageFileStream",
            "System.IO.Compression.ZipFile",
            "System.IO.Compression.ZipFileExtensions",
            "System.Formats.Tar.TarFile"),
        Reading.OfFileName("System.IO.StreamReader", "path", ApiRule.Constructor),
        Writing.OfFileName("System.IO.StreamWriter", "path", ApiRule.Constructor),
        Reading.OfFileName("System.Xml.XmlReader", "inputUri", "Create"),
        Writing.OfFileName("System.Xml.XmlWriter", "outputFileName", "Create"),
        Reading.OfFileName("System.Xml.XmlDocument", "filename", "Load"),
        Writing.OfFileName("System.Xml.XmlDocument", "filename", "Save"),
        Reading.OfFileName("System.Xml.Linq.XDocument", "uri", "Load"),
        Writing.OfFileName("System.Xml.Linq.XDocument", "fileName", "Save"),
        Reading.OfFileName("System.Xml.Linq.XElement", "uri", "Load"),
        Writing.OfFileName("System.Xml.Linq.XElement", "fileName", "Save"),
        Reading.OfMembers("System.AppContext", "BaseDirectory"),

        // The network.
        .. Stack.Of(
            "System.Net.Sockets.Socket",
            "System.Net.Sockets.SocketAsyncEventArgs",
            "System.Net.Sockets.SocketTaskExtensions",
            "System.Net.Sockets.NetworkStream",
            "System.Net.Sockets.TcpClient",
            "System.Net.Sockets.TcpListener",
            "System.Net.Sockets.UdpClient",
            "System.Net.NetworkInformation.NetworkInterface",
            "System.Net.NetworkInformation.NetworkChange",
            "System.Net.NetworkInformation.IPGlobalProperties",
            "System.Net.NetworkInformation.Ping",
            "System.Net.WebSockets.ClientWebSocket",
            "System.Net.Mail.SmtpClient",
            "System.Net.Quic.QuicConnection",
            "System.Net.Quic.QuicListener"),
        .. Resolver.Of("System.Net.Dns"),
        .. HttpClient.Of(
            "System.Net.Http.HttpClient",
            "System.Net.Http.HttpClientHandler",
            "System.Net.Http.SocketsHttpHandler",
            "System.Net.WebRequest",
            "System.Net.HttpWebRequest",
            "System.Net.WebClient"),
        .. HttpServer.Of("System.Net.HttpListener"),
        .. Tls.Of("System.Net.Security.SslStream", "System.Net.Security.NegotiateStream"),

        // Other processes, and the surroundings of this one.
        .. Processes.Of("System.Diagnostics.Process", "System.Diagnostics.ProcessStartInfo"),
        .. Pipes.Of(
            "System.IO.Pipes.PipeStream",
            "System.IO.Pipes.NamedPipeServerStream",
            "System.IO.Pipes.NamedPipeClientStream",
            "System.IO.Pipes.AnonymousPipeServerStream",
            "System.IO.Pipes.AnonymousPipeClientStream"),
        Variables.OfMembers(
            "System.Environment", "GetEnvironmentVariable*", "SetEnvironmentVariable", "ExpandEnvironmentVariables"),
        CommandLine.OfMembers("System.Environment", "CommandLine", "GetCommandLineArgs"),
        ExitCode.OfMembers("System.Environment", "Exit", "ExitCode"),
        Reading.OfMembers(
            "System.Environment", "CurrentDirectory", "SystemDirectory", "GetFolderPath", "GetLogicalDrives"),
        Host.OfMembers(
            "System.Environment",
            "MachineName", "UserName", "UserDomainName", "UserInteractive", "IsPrivilegedProcess",
            "OSVersion", "ProcessId", "ProcessPath", "CpuUsage", "WorkingSet"),
        .. Stopping.Of("System.Runtime.InteropServices.PosixSignalRegistration"),
        Stopping.OfMembers("System.AppDomain", "ProcessExit"),
        Stopping.OfMembers("System.Console", "CancelKeyPress", "TreatControlCAsInput"),
        .. Console.Of("System.Console"),
        TimeZones.OfMembers(
            "System.TimeZoneInfo", "FindSystemTimeZoneById", "TryFindSystemTimeZoneById", "GetSystemTimeZones"),

        // Threads: without a scheduler nothing takes the processor from one that sleeps or computes.
        Clock.OfMembers("System.Threading.Thread", "Sleep"),
        Threads.OfMembers("System.Threading.Thread", ApiRule.Constructor),
        .. Threads.Of("System.Threading.ThreadPool"),

        // Cryptography that calls OpenSSL: it aborts the program.
        .. Random.Of(
            "System.Security.Cryptography.RandomNumberGenerator",
            "System.Security.Cryptography.RNGCryptoServiceProvider"),
        Digests.OfMembers("System.Security.Cryptography.CryptographicOperations", "HashData*", "HmacData*"),
        .. OpenSslTypes.Of(Digests),
    ];
}
