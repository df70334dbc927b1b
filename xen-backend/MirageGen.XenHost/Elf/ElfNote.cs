namespace MirageGen.XenHost.Elf;

/// <summary>A note of an ELF file.</summary>
/// <param name="Owner">Who says what the type means; empty where the note is not all there.</param>
/// <param name="Type">What it is about.</param>
/// <param name="Content">What it says.</param>
internal sealed record ElfNote(string Owner, uint Type, byte[] Content)
{
    /// <summary>XEN_ELFNOTE_PHYS32_ENTRY (xen/include/public/elfnote.h): where a PVH domain begins.</summary>
    public const uint PvhEntry = 18;

    /// <summary>The owner of Xen's notes.</summary>
    public const string Xen = "Xen";

    /// <summary>Whether it is of an owner and a type.</summary>
    public bool Is(string owner, uint type) => Owner == owner && Type == type;
}
