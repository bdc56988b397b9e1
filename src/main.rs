//! Starts the app in the page.

fn main() {
    app::crash::prepare();
    app::browser::typing::paints_first();
    leptos::mount::mount_to_body(app::App);
}
