using System.Text;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The console's other end (public/io/console.h: in[1024], out[2048], in_cons, in_prod, out_cons, out_prod).</summary>
internal sealed unsafe class Xenconsoled
{
    private readonly SimulatedHypervisor _hypervisor;
    private readonly List<byte> _shown = [];
    private readonly Queue<byte> _typed = new();

    public Xenconsoled(SimulatedHypervisor hypervisor)
    {
        _hypervisor = hypervisor;
        Page = hypervisor.TakePages(1);
        var indexes = (uint*)(Page + 3072);
        Input = new(Page, 1024, indexes, indexes + 1);
        Output = new(Page + 1024, 2048, indexes + 2, indexes + 3);
        Port = hypervisor.MakePort(OnNotified);
    }

    public byte* Page { get; }

    public uint Port { get; }

    public OctetPipe Input { get; }

    public OctetPipe Output { get; }

    /// <summary>Whether it takes nothing, as when nobody is there who reads.</summary>
    public bool IsStuck { get; set; }

    /// <summary>What it was given to show.</summary>
    public string Shown => Encoding.UTF8.GetString([.. _shown]);

    public int ShownOctets => _shown.Count;

    public void Type(string text) => Type(Encoding.UTF8.GetBytes(text));

    public void Type(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            _typed.Enqueue(octet);
        }

        OnNotified();
        _hypervisor.Raise(Port);
    }

    /// <summary>Somebody is there again.</summary>
    public void Resume()
    {
        IsStuck = false;
        OnNotified();
    }

    private void OnNotified()
    {
        var isMoved = !IsStuck && Output.Read(_shown) > 0;
        while (_typed.TryPeek(out var octet) && Input.Write([octet]) == 1)
        {
            _ = _typed.Dequeue();
            isMoved = true;
        }

        if (isMoved)
        {
            _hypervisor.Raise(Port);
        }
    }
}
