/** Runs workers as Jobs of a Kubernetes cluster that every server of the installation sees. */
@NullMarked
package io.headstart.dispatch.kubernetes;

import org.jspecify.annotations.NullMarked;
