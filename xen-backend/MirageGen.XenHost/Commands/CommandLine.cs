using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using MirageGen.XenHost.Disks;
using MirageGen.XenHost.Machine;
using MirageGen.XenHost.Packing;

namespace MirageGen.XenHost.Commands;

/// <summary>What the tool can be asked for.</summary>
/// <param name="run">Runs an image and returns the exit code.</param>
/// <param name="runInDom0">Runs a script of dom0's shell and returns the exit code.</param>
/// <param name="pack">Compresses an image.</param>
/// <param name="disk">Makes a disk that boots one.</param>
internal sealed class CommandLine(
    Func<RunOptions, Task<int>> run, Func<string, Task<int>> runInDom0, Action<PackOptions> pack, Action<DiskOptions> disk)
{
    /// <summary>The exit code for arguments that cannot be read.</summary>
    public const int BadArguments = 2;

    private const int DefaultMebibytes = 64;

    private readonly Argument<string> _image = new("IMAGE") { Description = "The kernel: an ELF file with a PVH entry." };

    private readonly Argument<string> _output = new("OUTPUT") { Description = "The file to write." };

    private readonly Option<int> _memory = Number("--memory", "The domain's memory.", "MB", DefaultMebibytes, 1, 65_536);

    private readonly Option<int> _processors = Number("--vcpus", "The domain's processors.", "NUMBER", 1, 1, 64);

    private readonly Option<PortForward[]> _forwards = new("--forward")
    {
        Description = $"A TCP port of 127.0.0.1 that leads to one of the domain. It must have the address {Dom0Network.DomainAddress}, which DHCP gives it. Can be repeated.",
        HelpName = "HOSTPORT:GUESTPORT",
        CustomParser = ParseForwards,
    };

    private readonly Option<PortArgument> _portArgument = new("--forward-argument")
    {
        Description = "The boot argument that says on which TCP port the domain serves, and its default: the same port of 127.0.0.1 leads to it, "
            + $"and where it is below {PortArgument.FirstFree}, the one {PortArgument.Lift} higher.",
        HelpName = "NAME=GUESTPORT",
        CustomParser = ParsePortArgument,
    };

    private readonly Option<string[]> _disks = new("--disk") { Description = "A file with a disk's contents, to be written too. Can be repeated.", HelpName = "FILE" };

    private readonly Option<bool> _noNetwork = new("--no-network") { Description = "The domain has no network interface." };

    private readonly Option<string> _bridge = new("--bridge")
    {
        Description = "Where this machine is itself a dom0: the bridge that the domain is on.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Dom0Network.Bridge,
    };

    /// <summary>Reads the arguments and does what they say.</summary>
    /// <param name="words">What follows the first -- is the domain's.</param>
    public async Task<int> InvokeAsync(string[] words)
    {
        var end = Array.IndexOf(words, "--");
        var ours = end < 0 ? words : words[..end];
        var parsed = Describe(end < 0 ? [] : words[(end + 1)..]).Parse(ours);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync($"mirage-xen: {error.Message}");
        }

        await Console.Error.WriteLineAsync("mirage-xen: try --help");
        return BadArguments;
    }

    private RootCommand Describe(string[] bootWords)
    {
        var runCommand = new Command(
            "run",
            "Runs an image as a domain; its console is standard input and output. What follows -- is the domain's command line. "
            + "Exit code: 0 when it powers off, 1 when it ends in another way, 2 for bad arguments, 130 after Ctrl-C.")
        {
            _image, _memory, _processors, _forwards, _portArgument, _disks, _noNetwork, _bridge,
        };
        runCommand.Validators.Add(result =>
        {
            if (result.GetResult(_noNetwork) is { Implicit: false } && (result.GetResult(_forwards) ?? result.GetResult(_portArgument)) is { } forward)
            {
                result.AddError($"{forward.Option.Name} leads to a network interface: leave out --no-network");
            }
        });
        runCommand.SetAction(parsed => run(Options(parsed, bootWords)));
        var script = new Argument<string>("SCRIPT") { Description = "Such as 'xl info'." };
        var dom0Command = new Command("dom0", "Boots a dom0 in QEMU and runs a script of its shell.") { script };
        dom0Command.SetAction(parsed => runInDom0(parsed.GetRequiredValue(script)));
        return new("A real Xen with a small Linux dom0, in QEMU, to run domains on.") { runCommand, dom0Command, DescribePack(), DescribeDisk(bootWords) };
    }

    private Command DescribeDisk(string[] bootWords)
    {
        var grub = new Option<string>("--grub")
        {
            Description = "The folder with GRUB's modules for a PC.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => GrubForPc.DefaultModules,
        };
        var command = new Command("disk", "Makes a raw disk that boots a compressed image by GRUB. What follows -- is the domain's command line.") { _image, _output, grub };
        command.SetAction(parsed => disk(new(parsed.GetRequiredValue(_image), parsed.GetRequiredValue(_output), parsed.GetRequiredValue(grub), bootWords)));
        return command;
    }

    private Command DescribePack()
    {
        var unpacker = new Option<string>("--unpacker")
        {
            Description = "What the image will begin with.",
            HelpName = "FILE",
            DefaultValueFactory = _ => Unpacker.DefaultFile,
        };
        var command = new Command("pack", "Compresses an image: it unpacks itself where it boots.") { _image, _output, unpacker };
        command.SetAction(parsed => pack(new(parsed.GetRequiredValue(_image), parsed.GetRequiredValue(_output), parsed.GetRequiredValue(unpacker))));
        return command;
    }

    private RunOptions Options(ParseResult parsed, string[] bootWords) => new(parsed.GetRequiredValue(_image))
    {
        MemoryMebibytes = parsed.GetValue(_memory),
        VirtualProcessors = parsed.GetValue(_processors),
        Forwards = [.. parsed.GetValue(_forwards) ?? [], .. parsed.GetValue(_portArgument)?.Forwards(bootWords) ?? []],
        Disks = parsed.GetValue(_disks) ?? [],
        HasNetwork = !parsed.GetValue(_noNetwork),
        Bridge = parsed.GetRequiredValue(_bridge),
        BootWords = bootWords,
    };

    private static Option<int> Number(string name, string description, string helpName, int fallback, int least, int most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => fallback,
        CustomParser = result =>
        {
            if (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            {
                result.AddError($"{name} must be between {least} and {most}");
            }

            return number;
        },
    };

    private static PortArgument? ParsePortArgument(ArgumentResult result)
    {
        var argument = PortArgument.Parse(result.Tokens[0].Value);
        if (argument is null)
        {
            result.AddError($"--forward-argument takes NAME=GUESTPORT, such as port=8080, not '{result.Tokens[0].Value}'");
        }

        return argument;
    }

    private static PortForward[] ParseForwards(ArgumentResult result)
    {
        var forwards = new List<PortForward>();
        foreach (var token in result.Tokens)
        {
            if (PortForward.Parse(token.Value) is { } forward)
            {
                forwards.Add(forward);
            }
            else
            {
                result.AddError($"--forward takes HOSTPORT:GUESTPORT, such as 8080:80, not '{token.Value}'");
            }
        }

        return [.. forwards];
    }
}
