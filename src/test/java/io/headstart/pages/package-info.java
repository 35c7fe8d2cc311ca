/** Every page of the product in a real browser, in each state that it can have. */
@org.jspecify.annotations.NullMarked
package io.headstart.pages;
