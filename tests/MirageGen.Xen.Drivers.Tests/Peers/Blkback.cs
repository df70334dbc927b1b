using System.Globalization;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>
/// The other end of a disk, as public/io/blkif.h and public/io/xenbus.h have it, and as Linux's blkback does it where they leave it
/// open: it maps the ring, keeps pages mapped where both ends say so, and lets go of them when the front end has closed.
/// </summary>
internal sealed unsafe class Blkback
{
    public const ushort Domain = 3;
    public const int Xvda = 51712;

    private readonly XenRig _rig;
    private readonly List<byte[]> _held = [];
    private uint _port;
    private uint _ringGrant;

    public Blkback(XenRig rig, IMedium medium, long sectors = 8192, int sectorOctets = 512, int number = Xvda)
    {
        _rig = rig;
        Medium = medium;
        BackPath = $"/local/domain/{Domain}/backend/vbd/{rig.Xenstored.Domain}/{number}";
        FrontPath = $"/local/domain/{rig.Xenstored.Domain}/device/vbd/{number}";
        Number = number;
        Facts["sectors"] = Text(sectors);
        Facts["sector-size"] = Text(sectorOctets);
        Facts["info"] = "0";
        Facts["feature-flush-cache"] = "1";
        Facts["feature-barrier"] = "0";
        Facts["feature-discard"] = "1";
        Facts["feature-persistent"] = "1";
        Facts["feature-max-indirect-segments"] = "256";
        Put(FrontPath, "backend", BackPath);
        Put(FrontPath, "backend-id", Text(Domain));
        Put(FrontPath, "state", "1");
        Put(BackPath, "online", "1");
        rig.Xenstored.Tree.Listen(FrontPath + "/state", OnFrontState);
    }

    /// <summary>What it writes into the store before it connects.</summary>
    public Dictionary<string, string> Facts { get; } = [];

    public IMedium Medium { get; set; }

    public int Number { get; }

    public string BackPath { get; }

    public string FrontPath { get; }

    /// <summary>What became of the front end's states, as far as it has written them.</summary>
    public List<int> FrontStates { get; } = [];

    /// <summary>Whether it does at once what it is asked for; otherwise it takes it and holds it.</summary>
    public bool IsServing { get; set; } = true;

    /// <summary>Whether it takes requests at all.</summary>
    public bool IsTaking { get; set; } = true;

    /// <summary>Whether it follows the front end's states.</summary>
    public bool IsFollowing { get; set; } = true;

    /// <summary>
    /// Whether it looks at the front end's state only when it is told to by <see cref="Look"/>: what was written over since, it never sees.
    /// </summary>
    public bool IsLate { get; set; }

    /// <summary>Whether it lets go of nothing when it goes down.</summary>
    public bool KeepsPages { get; set; }

    /// <summary>What it answers in place of doing it, by the operation; zero does it.</summary>
    public Func<byte, short> Verdict { get; set; } = static _ => BlkbackWire.Okay;

    public bool IsConnected { get; private set; }

    public BackRing? Ring { get; private set; }

    public BlkbackPages? Pages { get; private set; }

    /// <summary>Requests that it holds.</summary>
    public int Held => _held.Count;

    /// <summary>Requests done, by operation; those with their pieces in another page count as 6.</summary>
    public long[] Done { get; } = new long[8];

    public int State => int.Parse(_rig.Xenstored.Tree.Read(BackPath + "/state") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Says that it is there.</summary>
    public void Begin() => Say(NetbackWire.InitWait);

    public void Say(int state) => Put(BackPath, "state", Text(state));

    /// <summary>Goes down, as when its driver is loaded anew; what it held is forgotten.</summary>
    public void Restart()
    {
        Unmap();
        Say(NetbackWire.Closing);
    }

    /// <summary>Goes down as a toolstack asks it to: keeps what it has until the front end has closed.</summary>
    public void Close() => Say(NetbackWire.Closing);

    /// <summary>Looks at the front end's state as it is now.</summary>
    public void Look() => Follow((int)Number32("state"));

    /// <summary>Notifies the front end, whether it wanted that or not.</summary>
    public void Notify() => _rig.Hypervisor.Raise(_port);

    /// <summary>Does and answers one of the requests that it holds.</summary>
    public void Release(int index)
    {
        fixed (byte* request = _held[index])
        {
            Execute(request);
        }

        _held.RemoveAt(index);
        Push();
    }

    /// <summary>Does and answers all that it holds, in order.</summary>
    public void ReleaseAll()
    {
        while (Held > 0)
        {
            Release(0);
        }
    }

    /// <summary>The number of a request that it holds.</summary>
    public ulong HeldId(int index) => BitConverter.ToUInt64(_held[index], 8);

    /// <summary>What a request that it holds is for; 6 is asked of by what it holds.</summary>
    public byte HeldOperation(int index) => _held[index][0] == BlkbackWire.Indirect ? _held[index][1] : _held[index][0];

    /// <summary>Puts an answer into the ring.</summary>
    public void Answer(ulong id, byte operation, short status = BlkbackWire.Okay)
    {
        var response = Ring!.NextResponse();
        *(ulong*)response = id;
        response[8] = operation;
        *(short*)(response + 10) = status;
    }

    /// <summary>Shows its answers.</summary>
    public void Push()
    {
        if (Ring!.Push())
        {
            Notify();
        }
    }

    /// <summary>Takes what was asked.</summary>
    public void Serve()
    {
        if (Ring is not { } ring)
        {
            return;
        }

        var copy = stackalloc byte[BlkbackWire.SlotOctets];
        do
        {
            while (ring.Unconsumed > 0)
            {
                Buffer.MemoryCopy(ring.TakeRequest(), copy, BlkbackWire.SlotOctets, BlkbackWire.SlotOctets);
                if (IsServing)
                {
                    Execute(copy);
                }
                else
                {
                    _held.Add(new ReadOnlySpan<byte>(copy, BlkbackWire.SlotOctets).ToArray());
                }
            }
        }
        while (ring.FinalCheck());

        Push();
    }

    /// <summary>Lets go of ring and pages.</summary>
    public void Unmap()
    {
        if (IsConnected)
        {
            IsConnected = false;
            if (!KeepsPages)
            {
                _rig.Grants.Unmap(_ringGrant, write: true);
                Pages!.UnmapAll();
            }

            Ring = null;
            Pages = null;
            _held.Clear();
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Put(string path, string name, string value) => _rig.Xenstored.Tree.Write($"{path}/{name}", value);

    private string Offered(string name) =>
        _rig.Xenstored.Tree.Read($"{FrontPath}/{name}") ?? throw new InvalidOperationException($"no {name}");

    private uint Number32(string name) => uint.Parse(Offered(name), CultureInfo.InvariantCulture);

    private void Execute(byte* request)
    {
        var requested = new BlkbackRequest(request);
        if (request[0] >= Done.Length)
        {
            throw new InvalidOperationException($"blkback: operation {request[0]}");
        }

        Done[request[0]]++;
        var status = Verdict(requested.Operation);
        if (status == BlkbackWire.Okay)
        {
            requested.Execute(Medium, Pages!, long.Parse(Facts["sectors"], CultureInfo.InvariantCulture), Number);
        }

        Answer(requested.Id, requested.Operation, status);
    }

    private void OnFrontState()
    {
        var state = (int)Number32("state");
        FrontStates.Add(state);
        if (IsFollowing && !IsLate)
        {
            Follow(state);
        }
    }

    private void Follow(int state)
    {
        switch (state)
        {
            case BlkbackWire.Initialised when !IsConnected && State == NetbackWire.InitWait:
                Connect();
                break;
            case NetbackWire.Closing:
                Say(NetbackWire.Closing);
                break;
            case NetbackWire.Closed:
                Unmap();
                Say(NetbackWire.Closed);
                break;
            case NetbackWire.Initialising when State is NetbackWire.Closed:
                Say(NetbackWire.InitWait);
                break;
            default:
                break;
        }
    }

    private void Connect()
    {
        _ringGrant = Number32("ring-ref");
        _port = Number32("event-channel");
        Assert.Equal("x86_64-abi", Offered("protocol"));
        var page = _rig.Grants.TryMap(Domain, _ringGrant, write: true);
        if (page == null || !_rig.Hypervisor.TryBind(_port, OnNotified))
        {
            throw new InvalidOperationException("The front end offers what cannot be mapped or bound.");
        }

        foreach (var (name, value) in Facts)
        {
            Put(BackPath, name, value);
        }

        var isPersistent = Facts.GetValueOrDefault("feature-persistent") == "1" && Offered("feature-persistent") == "1";
        Pages = new(_rig.Grants, isPersistent);
        Ring = new(page, BlkbackWire.SlotOctets);
        _ = Ring.FinalCheck();
        IsConnected = true;
        Say(NetbackWire.Connected);
        OnNotified();
    }

    private void OnNotified()
    {
        if (IsTaking)
        {
            Serve();
        }
    }
}
