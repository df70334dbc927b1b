// The graph as one writes it by hand.
using MirageGen.Composition;
using MirageGen.Peers.Layers;
using MirageGen.Unix;

var image = new BootImage("LayerCost", string.Empty, []);
return UnixMachine.Run(image, args, async (machine, arguments, stop) =>
{
    var console = new UnixConsole(machine);
    var wire = new Wire();
    var link = new Link(wire);
    var packets = new Packets(link);
    var datagrams = new Datagrams(packets);
    await new LayerCost(datagrams, new UnixClock(machine), console).RunAsync();
    return 0;
});
