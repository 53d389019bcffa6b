/** Told with an app's id when something about it changed that others keep in memory. */
export const appChangedChannel = 'app-changed';
