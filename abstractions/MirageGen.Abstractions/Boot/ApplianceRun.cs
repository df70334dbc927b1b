namespace MirageGen.Composition;

/// <summary>From the words of a command line to an exit code: what every backend's machine does around its loop.</summary>
public static class ApplianceRun
{
    /// <summary>Runs an appliance and says in one line, or in full where it is a bug, why it failed.</summary>
    /// <param name="image">What is run.</param>
    /// <param name="words">The command line, without the program's name.</param>
    /// <param name="write">Shows what was asked for by <c>--help</c>.</param>
    /// <param name="fail">Shows why it failed.</param>
    /// <param name="run">Runs it with its boot arguments; its result is the exit code.</param>
    /// <param name="stop">Cancelled when the appliance was asked to stop.</param>
    /// <returns>The exit code.</returns>
    public static int ToEnd(
        BootImage image,
        string[] words,
        Action<string> write,
        Action<string> fail,
        Func<BootArguments, int> run,
        CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(fail);
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            var arguments = BootArguments.Parse(image, words);
            if (arguments.HelpRequested)
            {
                write(BootArguments.Usage(image));
                return 0;
            }

            return run(arguments);
        }
        catch (BootArgumentException error)
        {
            fail(Line(image, error.Message));
            return ExitCodes.Argument;
        }
        catch (DeviceException error)
        {
            fail(Line(image, error.Message));
            return ExitCodes.Device;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
#pragma warning disable CA1031 // Whatever the appliance did not catch is a bug, and is shown in full.
        catch (Exception error)
#pragma warning restore CA1031
        {
            fail(Line(image, Describe(error)));
            return ExitCodes.Bug;
        }
    }

    /// <summary>An exception in full takes memory, of which there may be none left: then it is named.</summary>
    private static string Describe(Exception error)
    {
        try
        {
            return error.ToString();
        }
        catch (OutOfMemoryException)
        {
            return error is OutOfMemoryException ? "out of memory" : $"{error.GetType()}: {error.Message}; too little memory is left to say where";
        }
    }

    /// <summary>A message as the image's own line.</summary>
    public static string Line(BootImage image, string message)
    {
        ArgumentNullException.ThrowIfNull(image);
        return $"{image.Name}: {message}\n";
    }
}
