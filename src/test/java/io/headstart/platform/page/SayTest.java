package io.headstart.platform.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How pages write numbers. */
class SayTest {
  @Test
  void aDifferenceHasItsSignAndATrueMinus() {
    assertEquals("+1.3", Say.signed(1.26, 1));
    assertEquals("−12.0", Say.signed(-12.04, 1));
    assertEquals("+0.1", Say.signed(0.05000001, 1));
  }

  @Test
  void whatIsRoundedToZeroHasNoSign() {
    assertEquals("0.0", Say.signed(0, 1));
    assertEquals("0.0", Say.signed(0.049, 1));
    assertEquals("0.0", Say.signed(-0.049, 1));
    assertEquals("0", Say.signed(-0.4, 0));
  }
}
