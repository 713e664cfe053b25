import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const WEB = '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>';
const props = (version: string) =>
  `<Project><PropertyGroup>\n<TargetFramework>net${version}</TargetFramework>\n</PropertyGroup></Project>`;
const planOf = (files: Record<string, string>) => scan(treeOf(files)).apps[0];

test("the nearest Directory.Build.props names the version of a project that does not", () => {
  const files = { "src/Api/Api.csproj": WEB, "Directory.Build.props": props("8.0") };
  expect(planOf(files)?.runtime).toEqual({ name: "dotnet", version: "8.0", from: "Directory.Build.props" });
  expect(planOf(files)?.facts).toContainEqual({
    ...{ name: "dotnet version", value: "8.0", file: "Directory.Build.props", line: 2 },
  });
  expect(planOf({ ...files, "src/Directory.Build.props": props("9.0") })?.runtime.version).toBe("9.0");
});

test("a connection string may be given as a variable, and is a secret", () => {
  const code = 'var a = builder.Configuration.GetConnectionString("Default");\n';
  const plan = planOf({ "Api.csproj": WEB, "Program.cs": code });
  expect(plan?.variables).toContainEqual(
    expect.objectContaining({ name: "ConnectionStrings__Default", required: false, secret: true }),
  );
});

test("a database is found by the driver of another project that the program is built with", () => {
  const reference = (path: string) => `<ItemGroup><ProjectReference Include="..\\${path}" /></ItemGroup>`;
  const files = {
    "Web/Web.csproj": `<Project Sdk="Microsoft.NET.Sdk.Web">${reference("App\\App.csproj")}</Project>`,
    "App/App.csproj": `<Project Sdk="Microsoft.NET.Sdk">${reference("Data\\Data.csproj")}</Project>`,
    "Data/Data.csproj": `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
<PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" /></ItemGroup>${reference("App\\App.csproj")}</Project>`,
    "Other/Other.csproj":
      '<Project Sdk="Microsoft.NET.Sdk"><PackageReference Include="StackExchange.Redis" /></Project>',
  };
  expect(planOf(files)?.databases).toEqual(["postgresql"]);
  expect(planOf(files)?.facts).toContainEqual(expect.objectContaining({ file: "Data/Data.csproj", line: 2 }));
});
