namespace MirageGen.TestKit;

/// <summary>
/// What lies between two hosts, both ways: it can be shaped, cut and healed while the world runs. Packets under way
/// when it is cut are lost; flows wait, and go on after it is healed unless their ends give up before.
/// </summary>
public sealed class Link
{
    private readonly SimulatedHost _a;
    private readonly SimulatedHost _b;
    private readonly WirePath _toA;
    private readonly WirePath _toB;

    internal Link(SimulatedInternet internet, SimulatedHost a, SimulatedHost b)
    {
        _a = a;
        _b = b;
        _toB = new(a.World, $"{a}>{b}", internet.Wire);
        _toA = a == b ? _toB : new(a.World, $"{b}>{a}", internet.Wire);
    }

    /// <summary>Shapes both directions from now on; packets under way arrive as they would have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value of the wire cannot be.</exception>
    public Wire Wire
    {
        set
        {
            _toA.Wire = value;
            _toB.Wire = value;
        }
    }

    /// <summary>Whether both directions carry packets.</summary>
    public bool IsUp => _toA.IsUp && _toB.IsUp;

    /// <summary>The wire in one direction.</summary>
    /// <param name="destination">The host it leads to.</param>
    public Wire WireTo(SimulatedHost destination) => Toward(destination).Wire;

    /// <summary>Shapes one direction from now on.</summary>
    /// <param name="destination">The host it leads to.</param>
    /// <param name="wire">What it is to do.</param>
    public void Shape(SimulatedHost destination, Wire wire) => Toward(destination).Wire = wire;

    /// <summary>Cuts both directions.</summary>
    public void Cut()
    {
        _toA.Cut();
        _toB.Cut();
    }

    /// <summary>Cuts one direction.</summary>
    /// <param name="destination">The host that hears nothing any more.</param>
    public void Cut(SimulatedHost destination) => Toward(destination).Cut();

    /// <summary>Heals what was cut.</summary>
    public void Heal()
    {
        _toA.Heal();
        _toB.Heal();
    }

    /// <summary>Resets every flow between the two hosts, as a firewall does that has lost its state.</summary>
    public void ResetFlows()
    {
        foreach (var stack in _a.Stacks.ToArray())
        {
            stack.ResetFlows(_b);
        }
    }

    internal WirePath Toward(SimulatedHost destination) => destination == _a ? _toA : _toB;
}
