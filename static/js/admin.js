// What django-unfold writes into its pages as expressions, given to the Alpine build that needs no eval.
document.addEventListener("alpine:init", () => {
  const { Alpine } = window;
  for (const name of ["theme", "searchForm", "searchDropdown", "searchCommand"]) {
    if (typeof window[name] === "function") Alpine.data(name, window[name]);
  }
  Alpine.data("house", (firstTab) => ({
    activeTab: (typeof window.getCurrentTab === "function" && firstTab && window.getCurrentTab()) || firstTab,
    sidebarMobileOpen: false,
    window: { location: { pathname: window.location.pathname, search: window.location.search } },
    sidebarDesktopOpen: window.localStorage.getItem("sidebarDesktopOpen") !== "0",
    init() {
      this.$watch("sidebarDesktopOpen", (open) => window.localStorage.setItem("sidebarDesktopOpen", open ? "1" : "0"));
    },
  }));
});
