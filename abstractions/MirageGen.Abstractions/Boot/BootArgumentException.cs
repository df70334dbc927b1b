namespace MirageGen.Composition;

/// <summary>A boot argument is unknown, missing or malformed. Machines print the message as one line and exit with code 2.</summary>
/// <param name="message">What is wrong, beginning with the argument's name.</param>
public sealed class BootArgumentException(string message) : Exception(message);
