/** What a runtime brings to a plan's build and to its program: images, and how its tools want to be set up. */
export type Toolchain = {
  /** The image in which the plan's steps run. */
  buildImage(version: string, packageManager: string | null): string;
  /** The image in which the program runs; the build's own where the program needs its interpreter. */
  runImage(version: string): string;
  /** Programs that the steps need and that another image holds; they are copied into /usr/local/bin. */
  programs?(version: string): readonly { image: string; path: string }[];
  /**
   * Of the packages that a stage asks for, those that these images get in another way than from Debian, as the lines
   * that bring them; the others are left to Debian.
   */
  provide?(
    packages: readonly string[],
    stage: "build" | "run",
  ): { packages: readonly string[]; lines: readonly string[] };
  /** Folders of the context whose programs are found first, in the build and at run time. */
  programFolders: readonly string[];
  /** The package manager that fetches the others, which `prepare` therefore uses. */
  fetcher: string | null;
  /** `NAME=value` for the program. */
  runSettings: readonly string[];
};

/** Where a package manager keeps what it downloaded, and `NAME=value` for the steps that use it. */
export type ManagerSettings = { downloads: readonly string[]; settings: readonly string[] };
