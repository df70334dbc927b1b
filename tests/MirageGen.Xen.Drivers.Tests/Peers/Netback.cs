using System.Globalization;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>
/// The other end of a network interface, as public/io/netif.h and public/io/xenbus.h have it: maps the rings, takes frames out by
/// grant copies and puts frames in.
/// </summary>
internal sealed unsafe class Netback
{
    public const ushort Domain = 3;

    private readonly XenRig _rig;
    private uint _port;
    private uint _sendRing;
    private uint _receiveRing;

    public Netback(XenRig rig, int number = 0)
    {
        _rig = rig;
        BackPath = $"/local/domain/{Domain}/backend/vif/{rig.Xenstored.Domain}/{number}";
        FrontPath = $"/local/domain/{rig.Xenstored.Domain}/device/vif/{number}";
        Put(FrontPath, "backend", BackPath);
        Put(FrontPath, "backend-id", Text(Domain));
        Put(FrontPath, "mac", "00:16:3e:01:02:03");
        Put(FrontPath, "state", "1");
        Put(BackPath, "online", "1");
        foreach (var feature in Features)
        {
            Put(BackPath, feature, "1");
        }

        rig.Xenstored.Tree.Listen(FrontPath + "/state", OnFrontState);
    }

    public static string[] Features =>
    [
        "feature-sg", "feature-gso-tcpv4", "feature-gso-tcpv6", "feature-ipv6-csum-offload", "feature-rx-copy", "feature-rx-flip",
        "feature-multicast-control", "feature-dynamic-multicast-control", "feature-split-event-channels", "feature-ctrl-ring",
    ];

    public string BackPath { get; }

    public string FrontPath { get; }

    /// <summary>What became of the front end's states, as far as it has written them.</summary>
    public List<int> FrontStates { get; } = [];

    /// <summary>Whether it answers what is sent by itself.</summary>
    public bool IsServing { get; set; } = true;

    /// <summary>Whether it follows the front end's states.</summary>
    public bool IsFollowing { get; set; } = true;

    /// <summary>Whether it keeps rings mapped when it goes down.</summary>
    public bool KeepsRings { get; set; }

    public bool IsConnected { get; private set; }

    /// <summary>Requests for frames; null while it is not connected.</summary>
    public NetbackSender? Sending { get; private set; }

    /// <summary>Pages to put frames into; null while it is not connected.</summary>
    public NetbackReceiver? Receiving { get; private set; }

    public List<SentFrame> Sent { get; } = [];

    public int State => int.Parse(_rig.Xenstored.Tree.Read(BackPath + "/state") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Says that it is there.</summary>
    public void Begin() => Say(NetbackWire.InitWait);

    public void Say(int state) => Put(BackPath, "state", Text((uint)state));

    public void Set(string feature, string? value)
    {
        if (value is null)
        {
            _rig.Xenstored.Tree.Remove($"{BackPath}/{feature}");
        }
        else
        {
            Put(BackPath, feature, value);
        }
    }

    /// <summary>Goes down, as when its driver is loaded anew.</summary>
    public void Restart()
    {
        Unmap();
        Say(NetbackWire.Closing);
    }

    /// <summary>Notifies the front end, whether it wanted that or not.</summary>
    public void Notify() => _rig.Hypervisor.Raise(_port);

    /// <summary>Hands a frame over and shows it.</summary>
    public void Deliver(ReadOnlySpan<byte> frame, int pieceOctets = 4096, int offset = 0, int flags = 0, int segment = 0, int kind = 1)
    {
        if (!Receiving!.TryPut(frame, pieceOctets, offset, flags, segment, kind))
        {
            throw new InvalidOperationException("The front end has given too few pages.");
        }

        Push();
    }

    /// <summary>Shows what was put into the ring.</summary>
    public void Push() => Push(Receiving!.Ring);

    /// <inheritdoc cref="Push()"/>
    public void Push(BackRing ring)
    {
        if (ring.Push())
        {
            Notify();
        }
    }

    /// <summary>Takes and answers what was sent.</summary>
    public void Serve()
    {
        if (Sending is not { } sending)
        {
            return;
        }

        do
        {
            while (sending.TryTake(Sent))
            {
            }
        }
        while (sending.Ring.FinalCheck());

        Push(sending.Ring);
    }

    /// <summary>Lets go of the rings.</summary>
    public void Unmap()
    {
        if (IsConnected)
        {
            IsConnected = false;
            if (!KeepsRings)
            {
                _rig.Grants.Unmap(_sendRing, write: true);
                _rig.Grants.Unmap(_receiveRing, write: true);
            }

            Sending = null;
            Receiving = null;
        }
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private void Put(string path, string name, string value) => _rig.Xenstored.Tree.Write($"{path}/{name}", value);

    private uint Number(string name) =>
        uint.Parse(_rig.Xenstored.Tree.Read($"{FrontPath}/{name}") ?? throw new InvalidOperationException($"no {name}"), CultureInfo.InvariantCulture);

    private void OnFrontState()
    {
        var state = (int)Number("state");
        FrontStates.Add(state);
        if (!IsFollowing)
        {
            return;
        }

        switch (state)
        {
            case NetbackWire.Connected when !IsConnected && State == NetbackWire.InitWait:
                Connect();
                break;
            case NetbackWire.Closing:
                Unmap();
                Say(NetbackWire.Closing);
                break;
            case NetbackWire.Closed:
                Unmap();
                Say(NetbackWire.Closed);
                break;
            case NetbackWire.Initialising when State is NetbackWire.Closed or NetbackWire.Closing:
                Say(NetbackWire.InitWait);
                break;
            default:
                break;
        }
    }

    private void Connect()
    {
        _sendRing = Number("tx-ring-ref");
        _receiveRing = Number("rx-ring-ref");
        _port = Number("event-channel");
        if (Number("request-rx-copy") != 1)
        {
            throw new InvalidOperationException("The front end wants pages flipped.");
        }

        var send = _rig.Grants.TryMap(Domain, _sendRing, write: true);
        var receive = _rig.Grants.TryMap(Domain, _receiveRing, write: true);
        if (send == null || receive == null || !_rig.Hypervisor.TryBind(_port, OnNotified))
        {
            throw new InvalidOperationException("The front end offers what cannot be mapped or bound.");
        }

        Sending = new(_rig.Grants, new(send, NetbackWire.TransmitSlot));
        Receiving = new(_rig.Grants, new(receive, NetbackWire.ReceiveSlot));
        _ = Sending.Ring.FinalCheck();
        IsConnected = true;
        Say(NetbackWire.Connected);
        OnNotified();
    }

    private void OnNotified()
    {
        if (IsServing)
        {
            Serve();
        }
    }
}
