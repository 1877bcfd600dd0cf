using System.CommandLine;
using Tongban.Drills.Failover;
using Tongban.Drills.IoError;
using Tongban.Drills.Kill;
using Tongban.Drills.Mutations;
using Tongban.Drills.Power;
using Tongban.Drills.Restore;

// Signals, mounts, preloaded libraries: drills are for the systems the platform is deployed on.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

var root = new RootCommand("What must never happen, tried on purpose") { KillCommand.Create(), PowerCommand.Create(), MutationsCommand.Create(), RestoreCommand.Create(), FailoverCommand.Create(), IoErrorCommand.Create() };
// Whoever interrupts a drill waits until what it started is ended.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
