import type { ManagerSettings, Toolchain } from "../toolchain.ts";

// Microsoft publishes its images in a registry of its own. ASP.NET's runs plain .NET programs as well.
export const dotnetToolchain: Toolchain = {
  buildImage: (version) => `mcr.microsoft.com/dotnet/sdk:${version}`,
  runImage: (version) => `mcr.microsoft.com/dotnet/aspnet:${version}`,
  programFolders: [],
  fetcher: null,
  runSettings: ["DOTNET_EnableDiagnostics=0"],
};

export const DOTNET_MANAGERS: Record<string, ManagerSettings> = {
  nuget: {
    downloads: ["/root/.nuget/packages"],
    settings: ["DOTNET_CLI_TELEMETRY_OPTOUT=1", "DOTNET_NOLOGO=1"],
  },
};
