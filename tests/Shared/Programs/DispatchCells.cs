namespace MirageGen.Interop;

/// <summary>Where a native binary calls an interface without knowing who implements it.</summary>
internal static class DispatchCells
{
    /// <summary>The cells by which a published binary calls signatures; its symbols lie beside it.</summary>
    /// <param name="binary">The binary.</param>
    /// <param name="root">The repository, whose signatures are meant.</param>
    public static IReadOnlyList<string> ToSignatures(string binary, string root)
    {
        string[] signatures =
        [
            .. Directory.EnumerateFiles(Path.Combine(root, "abstractions"), "I*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetFileNameWithoutExtension(file)!)
                .Where(name => char.IsUpper(name[1])),
        ];
        Assert.Contains("ITcpFlow", signatures);

        var symbols = Shell.Run("nm", binary + ".dbg").Succeeded();
        var cells = symbols.Split('\n').Where(line => line.Contains("InterfaceDispatchCell", StringComparison.Ordinal)).ToArray();

        // The image has some, for .NET's own interfaces: otherwise this would look for the wrong name.
        Assert.NotEmpty(cells);
        return
        [
            .. cells.Where(cell => signatures.Any(
                name => cell.Contains($"InterfaceDispatchCell_MirageGen_Abstractions_MirageGen_{name}__", StringComparison.Ordinal))),
        ];
    }
}
