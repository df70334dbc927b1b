using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>Linux's error numbers, as far as they are told apart here (asm-generic/errno.h; the same on x64 and arm64).</summary>
internal static class Errno
{
    public const int Perm = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int NoDevice = 6;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int NoMemory = 12;
    public const int Access = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int NoSuchDevice = 19;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int Invalid = 22;
    public const int TooManySystemFiles = 23;
    public const int TooManyFiles = 24;
    public const int NoSpace = 28;
    public const int Pipe = 32;
    public const int NameTooLong = 36;
    public const int NoSystemCall = 38;
    public const int NotEmpty = 39;
    public const int TooManyLinks = 40;
    public const int BadState = 77;
    public const int NotSupported = 95;
    public const int FamilyNotSupported = 97;
    public const int AddressInUse = 98;
    public const int AddressNotAvailable = 99;
    public const int ConnectionAborted = 103;
    public const int NoBuffers = 105;
    public const int InProgress = 115;

    /// <summary>The error of the call that has just failed. To be read before anything else is called.</summary>
    public static int Last => Marshal.GetLastSystemError();

    /// <summary>Whether a call would have had to wait; the number is another on the BSDs and macOS.</summary>
    public static bool IsAgain(int error) => error == Again || (!OperatingSystem.IsLinux() && error == 35);

    /// <summary>The host's words for an error, as they fit after a colon: <c>connection refused</c>.</summary>
    public static string Text(int error)
    {
        var text = Marshal.GetPInvokeErrorMessage(error);
        return text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1])
            ? char.ToLowerInvariant(text[0]) + text[1..]
            : text;
    }
}
