import Installer
