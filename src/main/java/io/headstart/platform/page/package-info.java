/** What every page needs: the frame around it and the words for numbers, sizes and times. */
@NullMarked
package io.headstart.platform.page;

import org.jspecify.annotations.NullMarked;
