return await Tongban.Server.Cli.CommandLine.RunAsync(args);

/// <summary>The entry point: <c>tongban serve</c> and its sister commands.</summary>
public partial class Program;
