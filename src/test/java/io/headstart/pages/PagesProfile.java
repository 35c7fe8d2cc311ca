package io.headstart.pages;

import io.headstart.testsupport.QueueProfile;

/**
 * As for tests of the queue, but a server of its own: those leave hundreds of capacity classes
 * behind, and the admin's page of quotas shows each.
 */
public final class PagesProfile extends QueueProfile {}
