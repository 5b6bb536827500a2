package dev.plimsoll.facts;

import dev.plimsoll.facts.program.ProgramSurvey;
import dev.plimsoll.facts.secret.SecretFile;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an image's layers hold.
///
/// `groups` cover every regular-file entry of every layer once. `packages` are those that some
/// layer installed, the ones that a later layer removed or replaced among them. `users` are the
/// names of the final `/etc/passwd` with their uids, or null where the image has no such file.
/// `privileged` are the setuid and setgid files of the final tree. `secrets` are the files with
/// secrets in them, in all layers; `programs` what can run, and what starts. `dependencyTrees` are
/// the directories of dependencies, layer by layer; `system` tells what kind of system the files
/// are. `mismatches` are the layers that are not what their tables of contents said while they
/// were read. `remarks` say what was skipped, capped or not understood.
public record FileFacts(
    List<FileGroup> groups,
    List<InstalledPackage> packages,
    @Nullable OperatingSystem operatingSystem,
    @Nullable Map<String, Long> users,
    List<PrivilegedFile> privileged,
    List<SecretFile> secrets,
    ProgramSurvey programs,
    List<DependencyTree> dependencyTrees,
    SystemMarks system,
    List<LayerMismatch> mismatches,
    List<String> remarks) {
  public FileFacts {
    groups = List.copyOf(groups);
    packages = List.copyOf(packages);
    users = users == null ? null : Map.copyOf(users);
    privileged = List.copyOf(privileged);
    secrets = List.copyOf(secrets);
    dependencyTrees = List.copyOf(dependencyTrees);
    mismatches = List.copyOf(mismatches);
    remarks = List.copyOf(remarks);
  }

  /// Facts of an image without directories of dependencies, on a system of no special kind.
  public FileFacts(
      List<FileGroup> groups,
      List<InstalledPackage> packages,
      @Nullable OperatingSystem operatingSystem,
      @Nullable Map<String, Long> users,
      List<PrivilegedFile> privileged,
      List<SecretFile> secrets,
      ProgramSurvey programs,
      List<String> remarks) {
    this(
        groups,
        packages,
        operatingSystem,
        users,
        privileged,
        secrets,
        programs,
        List.of(),
        SystemMarks.NONE,
        List.of(),
        remarks);
  }

  /// The files of a package, in all layers. Packages of one name that are installed in several
  /// places are taken together.
  public List<FileGroup> groupsOf(PackageName owner) {
    return groups.stream().filter(group -> owner.equals(group.owner())).toList();
  }

  /// Why there may be more of a kind than is listed here; none where all is listed.
  public Optional<Unknown> gap(Concern concern) {
    return concern.gapIn(this);
  }

  /// The same, of layers of which these are not what they were said to be.
  FileFacts with(List<LayerMismatch> found) {
    return new FileFacts(
        groups,
        packages,
        operatingSystem,
        users,
        privileged,
        secrets,
        programs,
        dependencyTrees,
        system,
        found,
        remarks);
  }

  /// The same, with these for groups.
  FileFacts withGroups(List<FileGroup> others) {
    return new FileFacts(
        others,
        packages,
        operatingSystem,
        users,
        privileged,
        secrets,
        programs,
        dependencyTrees,
        system,
        mismatches,
        remarks);
  }

  /// The uncompressed bytes of all layers, hidden files included.
  public Bytes diskSize() {
    return groups.stream().map(FileGroup::disk).reduce(Bytes.NONE, Bytes::plus);
  }

  /// The uncompressed bytes that travel with the image and are no part of its final tree.
  public Bytes waste() {
    return groups.stream()
        .filter(group -> !group.present())
        .map(FileGroup::disk)
        .reduce(Bytes.NONE, Bytes::plus);
  }

  /// What `/etc/os-release` says, and the layer whose file it is.
  public record OperatingSystem(String id, String version, String prettyName, int layer) {}
}
