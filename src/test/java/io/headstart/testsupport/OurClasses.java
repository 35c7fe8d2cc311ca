package io.headstart.testsupport;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * The program's classes as ArchUnit reads them, once for the test process. Rules are plain tests
 * that check these: ArchUnit's own engine would read all classes, those of tests too, whenever a
 * suite looks for its tests, which five suites do, each in the build's process and in its own.
 */
public final class OurClasses {
  /** All but those of tests. */
  public static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.headstart");

  private OurClasses() {}
}
