{ pkgs }: {
  deps = [
    pkgs.git
    pkgs.nodejs_22
    pkgs.python311
    pkgs.unzip
    pkgs.zip
  ];
}
