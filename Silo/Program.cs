using OrleansSocial.Silo;

return await HostCommand.RunAsync(args);
