import type { LogRule } from "../rule.ts";

/** More of .NET: its SDK's numbered errors, and what ASP.NET Core ends with. */
export const DOTNET_RULES: readonly LogRule[] = [
  {
    id: "dotnet-globalization",
    when: ["build", "runtime"],
    language: "dotnet",
    signal: /Couldn't find a valid ICU package installed on the system/,
    certainty: 3,
    title: ".NET finds no ICU, which it wants for languages and dates",
    explanation: "Slim and Alpine images come without it.",
    fix: "Add libicu72 (Debian 12) to packages.run in autostack.yml or icu-libs on Alpine, or set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1.",
    source: "documented",
    example:
      "Process terminated. Couldn't find a valid ICU package installed on the system. Please install libicu (or icu-libs)",
  },
  {
    id: "dotnet-dll-missing",
    when: ["runtime"],
    language: "dotnet",
    signal:
      /The application to execute does not exist: '(?<file>[^'\n]{1,300})'|The application '(?<file>[^'\n]{1,200}\.dll)' does not exist/,
    certainty: 3,
    title: "There is no {file} to start",
    explanation:
      "The start command or ENTRYPOINT names another assembly than the one that was published, or its upper and lower case differ.",
    fix: "Write the project's own name (AssemblyName in the .csproj) with .dll, in the folder that dotnet publish -o filled.",
    source: "documented",
    example: "The application to execute does not exist: '/app/Shop.dll'",
  },
  {
    id: "dotnet-service-missing",
    when: ["runtime"],
    language: "dotnet",
    signal:
      /Unable to resolve service for type '(?<service>[^'\n]{1,200})' while attempting to activate '(?<of>[^'\n]{1,200})'/,
    certainty: 3,
    explains: ["dotnet-uncaught"],
    title: "Nothing was registered for {service}",
    explanation: "{of} asks for it in its constructor, and Program.cs adds no such service.",
    fix: "Add it in Program.cs, for example builder.Services.AddScoped<{service}, …>(), also where the environment is Production.",
    source: "documented",
    example:
      "System.InvalidOperationException: Unable to resolve service for type 'Shop.IMailer' while attempting to activate 'Shop.Orders'.",
  },
  {
    id: "dotnet-connection-string",
    when: ["runtime"],
    language: "dotnet",
    signal:
      /The ConnectionString property has not been initialized|Value cannot be null\. \(Parameter 'connectionString'\)|Format of the initialization string does not conform to specification|Host can't be null|No database provider has been configured for this DbContext/,
    certainty: 3,
    explains: ["dotnet-uncaught"],
    title: "The connection string is missing or not of .NET's form",
    explanation:
      "appsettings.Development.json is not read in production, and an address such as postgres://… is not what Npgsql or SqlClient read.",
    fix: "Add the variable ConnectionStrings__DefaultConnection (with the name that the code asks for), for example Host=db;Database=shop;Username=shop;Password=….",
    source: "documented",
    example: "System.InvalidOperationException: The ConnectionString property has not been initialized.",
  },
  {
    id: "dotnet-https-certificate",
    when: ["runtime"],
    language: "dotnet",
    signal: /Unable to configure HTTPS endpoint\. No server certificate was specified/,
    certainty: 3,
    explains: ["dotnet-uncaught"],
    title: "ASP.NET Core is to speak HTTPS and has no certificate",
    explanation:
      "An https:// address stands in ASPNETCORE_URLS or in Kestrel's settings; the development certificate is only on your computer.",
    fix: "Set ASPNETCORE_HTTP_PORTS (or ASPNETCORE_URLS=http://0.0.0.0:8080) without https; TLS ends before the program here.",
    source: "documented",
    example:
      "System.InvalidOperationException: Unable to configure HTTPS endpoint. No server certificate was specified, and the default developer certificate could not be found or is out of date.",
  },
  {
    id: "dotnet-not-restored",
    when: ["build"],
    language: "dotnet",
    signal: /error NETSDK1004: |error NETSDK1005: |error NETSDK1047: /,
    certainty: 3,
    title: "The project was not restored for what is built",
    explanation: "obj/project.assets.json is missing or was made on another system or for another framework.",
    fix: "Put bin and obj into .dockerignore and .gitignore, run dotnet restore with the same -r as publish, and drop --no-restore.",
    source: "documented",
    example:
      "error NETSDK1004: Assets file '/app/obj/project.assets.json' not found. Run a NuGet package restore to generate this file.",
  },
  {
    id: "dotnet-package-framework",
    when: ["build"],
    language: "dotnet",
    signal: /error (?:NU1202|NU1605|NU1107): (?<what>[^\n[]{1,200})/,
    certainty: 3,
    title: "NuGet packages do not fit: {what}",
    explanation: "A package is for another framework than TargetFramework, or two want different versions of a third.",
    fix: "Choose versions of the packages that fit the project's .NET (dotnet list package --outdated), and name the disputed one in the .csproj itself.",
    source: "documented",
    example:
      "error NU1202: Package Microsoft.EntityFrameworkCore 9.0.0 is not compatible with net6.0 (.NETCoreApp,Version=v6.0).",
  },
  {
    id: "dotnet-feed",
    when: ["build"],
    language: "dotnet",
    signal: /error NU1301: (?<what>[^\n[]{1,200})|Response status code does not indicate success: 401 \(Unauthorized\)/,
    certainty: 3,
    title: "A NuGet feed cannot be read: {what|it refuses the build}",
    explanation: "It is private, its address is wrong, or the network fails.",
    fix: "Give the build its user and token as variables that NuGet.config reads (%NUGET_TOKEN%), or take the feed out of NuGet.config.",
    source: "documented",
    example: "error NU1301: Unable to load the service index for source https://feeds.example.com/v3/index.json.",
  },
  {
    id: "dotnet-workload",
    when: ["build"],
    language: "dotnet",
    signal: /error NETSDK1147: (?<what>[^\n[]{1,200})/,
    certainty: 3,
    title: "A workload of .NET is not installed: {what}",
    explanation: "Blazor WebAssembly and MAUI want more than the SDK has.",
    fix: "Run dotnet workload restore (or dotnet workload install wasm-tools) before dotnet publish.",
    source: "documented",
    example: "error NETSDK1147: To build this project, the following workloads must be installed: wasm-tools",
  },
];
